"""A service that searches in an engine tells each caller what a service over its own files tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.backends.load import connect
from index.generation import current
from index.settings import EngineSettings

Serve = Callable[[Mapping[str, str], str], TestClient]

VISIBILITIES = {
    "a": "public", "b": "group:a", "c": "internal", "d": "group:b", "e": "public", "f": "group:a & group:b",
    "g": "group:A", "h": "internal",
}  # fmt: skip
ASKED = [
    "/v1/search?q=who+paid+the+wardens+of+the+reef&limit=50&explain=true",
    "/v1/search?q=keeper+of+the+wells&country=Fiji&country=samoa&limit=50",
    "/v1/search?q=pilots+ferries&year=2010-2014&alternatives=true&limit=50",
    '/v1/search?q="keeper+for+the+wells"&limit=50',
    "/v1/search?q=RGS&sort=newest&limit=50",
    "/v1/search?q=xylophone&limit=50",
]


def answers(client: TestClient) -> list[Any]:
    found = []
    for path in ASKED:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
    ids = {hit["id"] for one in found for hit in one["hits"]}
    found += [client.get(f"/v1/passages/{id_}/similar").json() for id_ in sorted(ids)]
    return found


@pytest.mark.parametrize("caller", ["nobody", "staff", "a", "a and b", "all"])
def test_every_caller_is_told_the_same(
    serve: Serve, engines: Callable[[str], EngineSettings], caller: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = serve(VISIBILITIES, caller)
    told = answers(own)
    for near in (near for one in told for near in one.get("similar", ())):
        near["cosine"] = pytest.approx(near["cosine"], abs=2e-6)  # the engine's own sum of products
    settings = engines("milvus-lite")
    monkeypatch.setenv("AFTERWISE_ENGINE", settings.engine)
    monkeypatch.setenv("AFTERWISE_ENGINE_NAME", settings.engine_name)
    there = serve(VISIBILITIES, caller)
    assert answers(there) == told
    assert connect(settings).published() == current(there.app.state.folder)  # type: ignore[attr-defined]
    assert any(one["hits"] for one in told[: len(ASKED)])
    assert any(one["similar"] for one in told[len(ASKED) :]) or caller == "nobody"
