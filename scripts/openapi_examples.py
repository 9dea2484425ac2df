"""Writes what the service answers to the requests of service/examples.json into it: python scripts/openapi_examples.py

Requests are written by hand, answers by this. tests/service/test_examples.py fails where they are not what is answered.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from index.indexer import index
from index.jobs.worker import Worker
from index.settings import IndexSettings
from service.access.caller import Scope
from service.access.keys import KeyStore
from service.app import create_app
from service.described import Example, examples
from service.settings import ServiceSettings

ROOT = Path(__file__).parents[1]
FILE = ROOT / "service" / "examples.json"
WORKED_AFTER = "POST /v1/documents"  # what was sent is done before the next request
BRIEF, SENT_BACK = "POST /v1/brief", "POST /v1/brief/export"  # the answer to the one is the body of the other
_LISTED, _LINES = 2, 4  # what is shown of a list, and of a text
_GENERATION, _JOB, _DAY = "2e80bba3bacac8a1", "5f0c1e2d3a4b5968", "2026-01-31"


def answered(data: Path, requests: dict[str, Example]) -> dict[str, Example]:
    """The requests with what a service over the sample in `data` answers, shortened, without what differs each time."""
    _, key = KeyStore(data).create("examples", list(Scope), ["*"])
    app = create_app(data, ServiceSettings(worker=False, usage="off", metrics="on"))
    found: dict[str, Example] = {}
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        for name, request in requests.items():
            job = client.get("/v1/jobs?limit=1").json()["jobs"]
            if name == SENT_BACK:
                request = {**request, "body": client.request(*BRIEF.split(), json=requests[BRIEF]["body"]).json()}
            found[name] = _ask(client, name, request, job[0]["id"] if job else "")
            if name == WORKED_AFTER:
                Worker(data, IndexSettings()).turn()
                app.state.runtime.refresh()
    return found


def _ask(client: TestClient, name: str, request: Example, job: str) -> Example:
    method, path = name.split(" ", 1)
    parameters = dict(request.get("parameters", {}))
    for parameter in re.findall(r"\{(\w+)\}", path):
        path = path.replace(f"{{{parameter}}}", str(parameters.pop(parameter)).replace(_JOB, job))
    answer = client.request(method, path, params=parameters, json=request.get("body"))
    kind = answer.headers["content-type"].partition(";")[0]
    shown = shortened(answer.json()) if kind == "application/json" else _lines(answer.text)
    told: Example = {**request, "answers": {str(answer.status_code): {kind: shown}}}
    return {**told, "body": shortened(request["body"])} if name == SENT_BACK else told


def shortened(value: Any, name: str = "") -> Any:
    """A value of an answer with the beginning of each list, and fixed values where it is different each time."""
    if name == "generation" and value is not None:
        return _GENERATION
    if name in ("accepted", "changed"):
        return f"{_DAY}T09:00:00Z"
    if name == "id" and re.fullmatch(r"[0-9a-f]{16}", value):
        return _JOB
    if isinstance(value, dict):
        return {inner: shortened(one, inner) for inner, one in value.items()}
    return [shortened(one) for one in value[:_LISTED]] if isinstance(value, list) else value


def _lines(text: str) -> str:
    """The first lines of a text, made on a day like any other."""
    today = datetime.now(tz=UTC).date().isoformat()
    lines = "".join(text.splitlines(keepends=True)[:_LINES]).replace(today, _DAY)
    return re.sub(r"(?<=generation: )[0-9a-f]{16}", _GENERATION, lines)


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as made:
        data = Path(made) / "data"
        index([ROOT / "eval_sets" / "sample"], data, IndexSettings())
        found = answered(data, examples())
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{FILE.relative_to(ROOT)}: {len(found)} endpoints", file=sys.stderr)


if __name__ == "__main__":
    main()
