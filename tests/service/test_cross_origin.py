"""Pages of listed origins may read the collection; no others, nothing else, and never with cookies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import ServiceSettings

INTRANET = "https://intranet.example.org"
READ = ["/v1/search?q=exit", "/v1/stats", "/v1/passages/ilo:lesson:910063", "/v1/documents/ilo:evaluation:900124"]


@pytest.fixture(scope="module")
def shared_client(sample_data: Path) -> Iterator[TestClient]:
    """Talks to a service that one intranet may read."""
    app = create_app(sample_data, ServiceSettings(allowed_origins=(INTRANET,)))
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("path", READ)
def test_a_listed_origin_may_read(path: str, shared_client: TestClient) -> None:
    response = shared_client.get(path, headers={"Origin": INTRANET})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == INTRANET
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("origin", ["https://other.example", "null", "http://intranet.example.org", f"{INTRANET}:444"])
def test_another_origin_may_not(path: str, origin: str, shared_client: TestClient) -> None:
    response = shared_client.get(path, headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Origin" in response.headers["Vary"]


def test_a_cache_keeps_answers_apart_by_origin_also_where_none_was_sent(shared_client: TestClient) -> None:
    assert "Origin" in shared_client.get(READ[0]).headers["Vary"]


def test_nothing_is_shared_unless_a_setting_says_so(client: TestClient) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(READ[0], headers={"Origin": INTRANET}).headers


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/docs", "/openapi.json", "/p/ilo:lesson:910063", "/nothing"])
def test_all_else_is_kept_from_every_other_origin(path: str, shared_client: TestClient) -> None:
    response = shared_client.get(path, headers={"Origin": INTRANET})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_errors_can_be_read_by_the_page_that_made_them(shared_client: TestClient) -> None:
    response = shared_client.get("/v1/search?q=exit&kind=leson", headers={"Origin": INTRANET})
    assert response.status_code == 400
    assert response.headers["Access-Control-Allow-Origin"] == INTRANET
    assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]


def test_a_fault_can_be_read_too(tmp_path: Path) -> None:
    app = create_app(tmp_path, ServiceSettings(allowed_origins=(INTRANET,)))

    @app.get("/v1/documents/some/fault")
    def fault() -> None:
        raise RuntimeError

    client = TestClient(app, raise_server_exceptions=False)
    response = client.get("/v1/documents/some/fault", headers={"Origin": INTRANET})
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal_error"
    assert response.headers["Access-Control-Allow-Origin"] == INTRANET


def _preflight(client: TestClient, origin: str, method: str, path: str = "/v1/search") -> tuple[int, dict[str, str]]:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type",
    }
    response = client.options(path, headers=asked)
    return response.status_code, dict(response.headers)


def test_a_preflight_of_a_listed_origin_is_answered(shared_client: TestClient) -> None:
    status, headers = _preflight(shared_client, INTRANET, "POST")
    assert status == 200
    assert headers["access-control-allow-origin"] == INTRANET
    assert headers["access-control-allow-methods"] == "GET, HEAD, POST"
    assert "Content-Type" in headers["access-control-allow-headers"]
    assert headers["access-control-max-age"] == "86400"
    assert "Origin" in headers["vary"]


@pytest.mark.parametrize(("origin", "method"), [("https://other.example", "POST"), (INTRANET, "DELETE")])
def test_other_preflights_are_refused(origin: str, method: str, shared_client: TestClient) -> None:
    status, _ = _preflight(shared_client, origin, method)
    assert status == 400


def test_what_is_not_shared_answers_no_preflight(shared_client: TestClient) -> None:
    status, headers = _preflight(shared_client, INTRANET, "GET", "/healthz")
    assert status == 405
    assert "access-control-allow-origin" not in headers
