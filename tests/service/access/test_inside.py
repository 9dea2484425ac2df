"""What errors and error pages tell of the inside, and where they lead: nothing, and nowhere else."""

from __future__ import annotations

import html
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.generation import POINTER, current, folder_of
from service.access.caller import Scope
from service.access.database import FILE as KEYS
from service.access.settings import AccessSettings
from service.app import create_app
from service.feedback.store import FILE as VOTES
from service.settings import ServiceSettings

Key = Callable[..., dict[str, str]]
VOTE = {"query": "exit", "id": "ilo:lesson:910063", "verdict": "useful", "generation": "0" * 16, "rank": 1}


def nothing(data: Path) -> None:
    shutil.rmtree(data)


def a_damaged_pointer(data: Path) -> None:
    (data / POINTER).write_text("/etc/passwd")


def a_damaged_generation(data: Path) -> None:
    name = current(data)
    assert name
    (folder_of(data, name) / "layout.npz").write_bytes(b"")


def a_damaged_catalog(data: Path) -> None:
    for file in data.glob("catalog.sqlite*"):
        file.write_text("none " * 1_000)


def damaged_keys(data: Path) -> None:
    (data / KEYS).write_text("none " * 1_000)


def damaged_votes(data: Path) -> None:
    (data / VOTES).write_text("none " * 1_000)


@pytest.mark.parametrize(
    "damage",
    [nothing, a_damaged_pointer, a_damaged_generation, a_damaged_catalog, damaged_keys, damaged_votes],
    ids=lambda one: one.__name__,
)
def test_no_error_names_a_path_of_this_machine(
    damage: Callable[[Path], None], data: Path, key: Key, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    signed = key(*Scope, groups=("*",))
    damage(data)
    client = TestClient(
        create_app(data, ServiceSettings(worker=False, warm=False), AccessSettings()), raise_server_exceptions=False
    )
    failed = 0
    for headers in ({}, signed):
        answers = [
            client.get(one, headers=headers) for one in ("/", "/readyz", "/v1/stats", "/v1/search?q=exit", "/v1/jobs")
        ]
        answers.append(client.post("/v1/feedback", json=VOTE, headers=headers))
        answers.append(client.delete("/v1/documents/own:evaluation:1", headers=headers))
        for answer in answers:
            assert str(data) not in answer.text, answer.url
            assert str(data.parent) not in answer.text, answer.url
            failed += answer.status_code == 503
    assert failed
    told = "".join(str(vars(record)) for record in caplog.records)
    assert str(data) in told or "etc/passwd" in told  # for those who run it


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example/x", "//evil.example//p/x", "/%2fevil.example/x"])
def test_links_of_the_error_page_lead_nowhere_else(path: str, data: Path) -> None:
    client = TestClient(create_app(data, ServiceSettings()), follow_redirects=False)
    answer = client.get(f"http://testserver{path}?a=1", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    links = [html.unescape(one) for one in re.findall(r'href="([^"]*)"', answer.text)]
    assert any("ui=fr" in one for one in links)
    assert not [one for one in links if one.startswith(("//", "http"))]


def test_what_answers_nobody_where_anonymous_access_is_off(data: Path, key: Key) -> None:
    """Every other route that there is asks who it is."""
    key(Scope.SEARCH)
    app = create_app(data, ServiceSettings(worker=False, insight=True), AccessSettings(anonymous="off"))
    client = TestClient(app, raise_server_exceptions=False)
    addresses = {path: re.sub(r"{\w+}", "x", path) for path in read_from(app)}
    answering = {path for path, address in addresses.items() if client.get(address).status_code != 401}
    assert answering == {
        "/healthz", "/readyz", "/metrics", "/static/{version}/{name}", "/widget.js", "/widget/{name}", "/embed",
        "/demo/widget", "/feedback", "/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json",
    }  # fmt: skip


def read_from(of: Any) -> Iterator[str]:
    """The path of every route with GET, also of the routers within."""
    for route in of.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from read_from(inner)
        elif "GET" in route.methods:
            yield route.path
