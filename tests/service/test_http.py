"""What HTTP asks of every route: methods, sizes, one envelope for every error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import ServiceSettings

PATHS = [
    "/healthz",
    "/readyz",
    "/v1/stats",
    "/v1/search?q=exit",
    "/v1/passages/ilo:lesson:910063",
    "/p/ilo:lesson:910063",
    "/",
    "/?q=exit",
    "/docs",
]


@pytest.fixture(scope="module")
def narrow(sample_data: Path) -> Iterator[TestClient]:
    """A service that takes bodies of at most 2,000 bytes."""
    with TestClient(create_app(sample_data, ServiceSettings(largest_request=2_000))) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(path: str, client: TestClient) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert head.headers.get("Location") == get.headers.get("Location")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("OPTIONS", "/v1/search", {"GET", "HEAD", "POST"}),
        ("DELETE", "/v1/search", {"GET", "HEAD", "POST"}),
        ("POST", "/healthz", {"GET", "HEAD"}),
        ("PUT", "/v1/passages/ilo:lesson:910063", {"GET", "HEAD"}),
    ],
)
def test_another_method_is_a_405_that_names_those_there_are(
    method: str, path: str, allowed: set[str], client: TestClient
) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == allowed
    assert "Method Not Allowed" in response.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/nothing", "/v1", "/v2/search", "/%00", "/v1/passages", "/../etc/passwd"])
def test_another_path_is_a_404_in_the_envelope(path: str, client: TestClient) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert set(response.json()["error"]) == {"code", "message", "hint", "details"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/stats?kind=lesson"),
        ("GET", "/v1/passages/ilo:lesson:910063?limit=1"),
        ("GET", "/v1/documents/ilo:evaluation:900124?kind=lesson"),
        ("POST", "/v1/search?limit=1"),
    ],
)
def test_a_parameter_where_there_are_none_is_a_400(method: str, path: str, client: TestClient) -> None:
    response = client.request(method, path, json={"query": "exit"} if method == "POST" else None)
    assert response.status_code == 400
    assert path.partition("?")[2].partition("=")[0] in response.json()["error"]["message"]


def test_what_mailers_append_to_a_permalink_does_not_break_it(client: TestClient) -> None:
    assert client.get("/p/ilo:lesson:910063?utm_source=newsletter").status_code == 200


def chunks(size: int) -> Iterator[bytes]:
    """A body whose length nobody announces."""
    yield b'{"query": "'
    for _ in range(size // 100):
        yield b"x" * 100
    yield b'"}'


def test_a_body_that_is_too_large_is_a_413_announced_or_not(narrow: TestClient) -> None:
    announced = narrow.post("/v1/search", json={"query": "x" * 2_000})
    streamed = narrow.post("/v1/search", content=chunks(3_000), headers={"Content-Type": "application/json"})
    assert announced.status_code == streamed.status_code == 413
    assert announced.json() == streamed.json()
    assert announced.json()["error"]["code"] == "too_large"
    assert "2,000 bytes" in announced.json()["error"]["message"]


def test_a_body_of_the_largest_size_is_read(narrow: TestClient) -> None:
    body = b'{"query": "exit strategies", "limit": 1}'
    response = narrow.post("/v1/search", content=body.ljust(2_000), headers={"Content-Type": "application/json"})
    assert response.status_code == 200


def test_the_wrong_length_in_the_header_is_no_way_around_the_limit(narrow: TestClient) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": "5"}
    response = narrow.post("/v1/search", content=chunks(3_000), headers=headers)
    assert response.status_code == 413


@pytest.mark.parametrize("accept", ["application/json", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_an_error_that_nobody_expected_is_a_500_without_its_secrets(accept: str, tmp_path: Path) -> None:
    app = create_app(tmp_path)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the password is hunter2")

    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/broken", headers={"Accept": accept})
    assert response.status_code == 500
    if accept == "application/json":
        assert response.json()["error"]["code"] == "internal_error"
    else:
        assert "<h1>Something went wrong</h1>" in response.text
    assert "hunter2" not in response.text
