"""Headers that protect readers, on every response."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.headers import content_policy


@pytest.mark.parametrize(
    "path", ["/healthz", "/v1/search?q=exit", "/v1/search?wrong=1", "/nothing", "/docs", "/p/ilo:lesson:910063"]
)
def test_every_response_is_typed_private_and_unframed(path: str, client: TestClient) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_fault_has_them_too(tmp_path: Path) -> None:
    app = create_app(tmp_path)

    @app.get("/v1/stats/fault")
    def fault() -> None:
        raise RuntimeError

    response = TestClient(app, raise_server_exceptions=False).get("/v1/stats/fault")
    assert response.status_code == 500
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_runs_its_own_files_and_nothing_else() -> None:
    assert content_policy() == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def test_a_page_can_change_and_add_directives() -> None:
    policy = content_policy(frame_ancestors=["'self'", "https://intranet.example.org"], frame_src=["'self'"])
    assert "frame-ancestors 'self' https://intranet.example.org;" in policy + ";"
    assert "frame-src 'self'" in policy
    assert policy.count("frame-ancestors") == 1
