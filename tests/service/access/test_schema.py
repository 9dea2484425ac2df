"""Every endpoint of the OpenAPI document, asked what it allows and what it does not, by nobody and by everybody.

Schemathesis makes the requests; they go to a real server over a real socket. No answer is a fault of ours, none has a
status that the document does not list, and every error is the one envelope.
"""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from service.access.caller import Scope
from service.access.keys import KeyStore
from service.access.settings import AccessSettings
from service.app import create_app
from service.settings import ServiceSettings

SCHEMA = schemathesis.openapi.from_dict(create_app(Path("none")).openapi())
OPERATIONS = {one.label: one for one in (result.ok() for result in SCHEMA.get_all_operations())}
_EXAMPLES = 8
_FEWER = {"POST /v1/brief/export": 2}  # a whole brief comes back: making one up takes seconds
_ANYWHERE = {404, 405}  # a path parameter may be empty, or hold what leads to another path


class Service(NamedTuple):
    """Where the service listens, and the header of a key with every scope."""

    address: str
    key: dict[str, str]


@pytest.fixture(scope="module")
def service(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("schema") / "data"))
    _, text = KeyStore(data).create("everything", list(Scope), ["*"])
    access = AccessSettings(rate_per_caller="", rate_per_address="", rate_of_failures="")
    app = create_app(data, ServiceSettings(worker=False, usage="off"), access)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", ws="none", proxy_headers=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    yield Service(address, {"Authorization": f"Bearer {text}"})
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "everything"])
@pytest.mark.parametrize("label", OPERATIONS)
def test_no_fault_and_no_status_that_is_not_documented(
    label: str, signed_in: bool, mode: GenerationMode, service: Service
) -> None:
    operation = OPERATIONS[label]
    documented = operation.definition.raw["responses"]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=_FEWER.get(label, _EXAMPLES),
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Any) -> None:
        response = case.call(base_url=service.address, headers=service.key if signed_in else {}, timeout=30)
        status = response.status_code
        assert status != 500, response.text
        assert str(status) in documented or status in _ANYWHERE, f"{status}: {response.text}"
        if status >= 400 and "json" in response.headers.get("content-type", [""])[0]:
            assert set(response.json()["error"]) >= {"code", "message", "hint", "details"}

    try:
        asked()
    except Unsatisfiable:
        pytest.skip(f"{label} takes nothing that could be wrong")


def test_every_endpoint_that_may_refuse_says_so() -> None:
    for label, operation in OPERATIONS.items():
        listed = operation.definition.raw["responses"].keys()
        if label != "GET /healthz":
            assert {"401", "403", "414", "429", "503"} <= listed, label
