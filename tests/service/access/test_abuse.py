"""What is well formed and meant badly: SQL, addresses and types that lead astray, requests of many parts."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.access.caller import Scope
from service.access.settings import AccessSettings
from service.app import create_app
from service.settings import ServiceSettings

Key = Callable[..., dict[str, str]]
VOTE = {"query": "exit", "id": "ilo:lesson:910063", "verdict": "useful", "generation": "0" * 16, "rank": 1}


@pytest.fixture
def everything(data: Path, key: Key) -> TestClient:
    """The service, asked with a key that may do everything."""
    access = AccessSettings(rate_per_caller="", rate_per_address="")
    app = create_app(data, ServiceSettings(worker=False, insight=True), access)
    return TestClient(app, headers=key(*Scope, groups=("*",)), raise_server_exceptions=False, follow_redirects=False)


SQL = (
    "' OR 1=1 --",
    '"; DROP TABLE records; --',
    "1); DELETE FROM documents; --",
    "x' UNION SELECT body FROM claims --",
)


@pytest.mark.parametrize("text", SQL)
def test_sql_is_a_text_like_any_other(text: str, everything: TestClient, data: Path) -> None:
    catalog = data / "catalog.sqlite"
    before = hashlib.sha256(catalog.read_bytes()).hexdigest()
    asked: list[tuple[str, dict[str, Any]]] = [
        ("/v1/search", {"q": text}),
        ("/v1/search", {"q": "exit", "country": text, "evaluation": text, "symbol": text}),
        ("/v1/suggest", {"q": text}),
        ("/v1/jobs", {"state": text}),
        ("/v1/export", {"q": text, "format": "csv"}),
        ("/", {"q": text, "country": text}),
    ]
    for path, parameters in asked:
        assert everything.get(path, params=parameters).status_code in (200, 400), path
    for path in ("/v1/passages", "/v1/documents", "/v1/jobs", "/p"):
        assert everything.get(f"{path}/{text}").status_code in (400, 404), path
    assert everything.delete(f"/v1/documents/{text}").status_code == 404
    assert everything.delete(f"/v1/sources/{text}").status_code == 404
    assert everything.post("/v1/feedback", json=VOTE | {"id": text}).status_code in (400, 404)
    assert hashlib.sha256(catalog.read_bytes()).hexdigest() == before
    assert everything.get("/v1/stats").json()["records"]["lesson"] == 71


@pytest.mark.parametrize("path", ["/v1/search/", "/v1//search", "/p/", "/static/"])
def test_no_redirect_leads_to_another_host(path: str, everything: TestClient) -> None:
    answer = everything.get(
        f"{path}?q=exit", headers={"X-Forwarded-Host": "evil.example", "X-Original-URL": "/insight"}
    )
    assert "evil.example" not in answer.headers.get("Location", "")
    assert answer.status_code in (307, 404)


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-Original-URL", "X-Rewrite-URL"]
)
def test_no_other_header_changes_an_answer(name: str, everything: TestClient) -> None:
    """Cache poisoning: what a cache does not know to keep apart must make no difference."""
    for path in ("/", "/?q=exit", "/v1/search?q=exit", "/v1/export?q=exit&format=csv", "/demo/widget", "/embed"):
        plain, other = everything.get(path), everything.get(path, headers={name: "evil.example"})
        assert plain.content == other.content, path
        assert plain.headers.get("Location") == other.headers.get("Location")


@pytest.mark.parametrize("path", ["/p/ilo:lesson:910063", "/v1/passages/ilo:lesson:910063", "/insight", "/v1/stats"])
@pytest.mark.parametrize("ending", ["/style.css", ".css", "%2Fstyle.css", ";.js", "%3F.png"])
def test_no_cache_takes_an_answer_to_somebody_for_a_file(path: str, ending: str, everything: TestClient) -> None:
    """Cache deception: an address that ends like a file, and gives what is somebody's."""
    answer = everything.get(path + ending)
    assert answer.status_code == 404 or answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_json_under_another_name_is_refused(kind: str, everything: TestClient) -> None:
    """Pages of other sites may send these types without asking first."""
    body = json.dumps(VOTE)
    assert everything.post("/v1/feedback", content=body, headers={"Content-Type": kind}).status_code == 400
    assert everything.post("/v1/documents", content=body, headers={"Content-Type": kind}).status_code == 400


def test_a_compressed_body_is_not_unpacked(everything: TestClient) -> None:
    body = gzip.compress(b'{"query": "' + b"a" * 50_000_000 + b'"}')
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert everything.post("/v1/search", content=body, headers=headers).status_code == 400


def test_a_form_of_many_parts_is_refused(everything: TestClient) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\nv\r\n'
    many = b"".join(part % f"f{at}".encode() for at in range(5_000))
    long = part % (b"a" * 100_000)
    files = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nv\r\n' * 50
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (many, long, files, part % b"open"):
        assert everything.post("/v1/documents", content=body + b"--x--\r\n", headers=kind).status_code == 400


def test_many_values_and_late_pages_are_answered_in_time(everything: TestClient) -> None:
    values = [f"Country {at}" for at in range(5_000)]
    asked: list[dict[str, Any]] = [
        {"query": "exit", "filters": {"country": values, "theme": values}},
        {"query": "exit", "filters": {"year": [f"{1000 + at}-{9999 - at}" for at in range(2_000)]}},
        {"query": "exit", "offset": 10_000, "limit": 100},
        {"query": " ".join(f'"w{at} x"' for at in range(1_200))},
        {"query": " ".join(f"word{at}" for at in range(1_100))},
    ]
    for body in asked:
        began = time.process_time()
        answer = everything.post("/v1/search", json=body)
        assert answer.status_code in (200, 400), answer.text[:300]
        assert time.process_time() - began < 10
        assert len(answer.content) < 1_000_000
