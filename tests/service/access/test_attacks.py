"""What scanners and attackers try, and what becomes of it. docs/security.md has the table of all of them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.annotate.personal import mask
from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.publishers.linking import subject_of
from index.settings import IndexSettings
from retrieval.errors import QueryError
from retrieval.query import LONGEST, parse
from service.access.caller import Scope
from service.access.settings import AccessSettings
from service.app import create_app
from service.settings import ServiceSettings

Key = Callable[..., dict[str, str]]


@pytest.fixture
def attacked(data: Path, key: Key) -> TestClient:
    """The service over the sample, asked with a key that may do everything."""
    settings = ServiceSettings(worker=False, usage="queries", public_url="https://search.example.org")
    access = AccessSettings(rate_per_caller="", rate_per_address="")
    headers = key(*Scope, groups=("*",))
    return TestClient(
        create_app(data, settings, access), headers=headers, raise_server_exceptions=False, follow_redirects=False
    )


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../../../../etc/passwd",
        "/static/x/..%2f..%2f..%2fservice%2fapp.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/widget/..%2f..%2fscript.py",
        "/widget/%2fetc%2fpasswd",
        "/p/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/passages/..%2f..%2fcatalog.sqlite",
        "/v1/passages/%00",
        "/v1/documents/..%5c..%5caccess.sqlite",
        "/v1/jobs/..%2f..%2finbox",
        "//etc/passwd",
        "/access.sqlite",
        "/.git/config",
    ],
)
def test_no_path_leads_out_of_the_service(path: str, attacked: TestClient) -> None:
    answer = attacked.get(path)
    assert answer.status_code in (400, 404)
    for told in ("root:", "[project]", "SQLite format", "import "):
        assert told not in answer.text


@pytest.mark.parametrize("path", ["/v1/search", "/v1/feedback", "/v1/documents"])
@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"query":' * 100_000,
        '{"query":"a","filters":' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "}",
        '{"query":"a","limit":1' + "0" * 50_000 + "}",
        '{"query":"a","limit":1e999}',
        '{"query":"a","limit":NaN}',
        '{"query":"\\ud800"}',
        '{"query":"a","query":["b"]}',
        "{" + ",".join(f'"k{at}":0' for at in range(50_000)) + "}",
    ],
    ids=lambda body: body[:24],
)
def test_json_that_is_a_bomb_is_a_400(path: str, body: str, attacked: TestClient) -> None:
    answer = attacked.post(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["hint"]


NASTY = {
    "quotes": '"' * LONGEST,
    "open quotes": '"a ' * (LONGEST // 3),
    "spaces": "a" + " " * (LONGEST - 2) + "b",
    "slashes": "A/" * (LONGEST // 2),
    "digits": "1-" * (LONGEST // 2),
    "at signs": "a@" * (LONGEST // 2),
    "dots": "a." * (LONGEST // 2),
    "brackets": "(" * LONGEST,
    "capitals": "A" * LONGEST,
    "dashes": "-" * LONGEST,
    "accents": "e\u0301" * (LONGEST // 2),
    "of the": "report of the " * (LONGEST // 14),
    "response": "management response to the report " * (LONGEST // 34),
    "and": ", and" * (LONGEST // 5),
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_pattern_of_ours_runs_away(text: str) -> None:
    """The processor time of one call; what looks for the end of each beginning needs minutes for so long a text."""
    began = time.process_time()
    with suppress(QueryError):
        parse(text, ("en", "fr"))
    mask(text)
    subject_of(text)
    assert time.process_time() - began < 3


@pytest.mark.parametrize("query", ["a\r\nX-Evil: 1", "a\nSet-Cookie: b=c", 'a"; filename="x.exe', "a\u2028b", "\x00a"])
def test_no_header_is_split(query: str, attacked: TestClient) -> None:
    for format_ in ("csv", "bibtex"):
        answer = attacked.get("/v1/export", params={"q": query, "format": format_})
        assert answer.status_code in (200, 400)
        assert not {"x-evil", "set-cookie"} & {name.lower() for name in answer.headers}
        assert answer.headers.get("Content-Disposition", "").count("filename=") <= 1
    answer = attacked.get("/v1/suggest", params={"q": "a"}, headers={"X-Request-Id": "a b\tc;<script>"})
    assert "<script>" not in str(answer.headers)


def test_a_name_in_the_header_host_gets_into_no_file(attacked: TestClient) -> None:
    """Where AFTERWISE_PUBLIC_URL is set, permalinks lead there, whatever a request says."""
    answer = attacked.get("/v1/export?q=exit&format=csv", headers={"Host": "evil.example.org"})
    assert "https://search.example.org/p/" in answer.text
    assert "evil.example.org" not in answer.text
    for path in ("/", "/?q=exit", "/p/ilo:lesson:910063", "/embed", "/demo/widget", "/docs", "/v1/search?q=exit"):
        assert "evil.example.org" not in attacked.get(path, headers={"Host": "evil.example.org"}).text, path


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "PROPFIND", "BREW"])
def test_other_methods_do_nothing(method: str, attacked: TestClient) -> None:
    assert attacked.request(method, "/v1/search?q=exit").status_code == 405


def test_no_cookie_is_ever_set(attacked: TestClient) -> None:
    for path in ("/", "/?q=exit", "/p/ilo:lesson:910063", "/v1/search?q=exit", "/embed", "/docs"):
        assert "Set-Cookie" not in attacked.get(path).headers


def test_no_key_gets_into_an_answer_or_the_log(attacked: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = attacked.headers["Authorization"].removeprefix("Bearer ")
    wrong = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    for given in (secret, wrong):
        for path in ("/v1/search?q=exit", "/v1/search?wrong=1", "/v1/nothing", "/"):
            answer = attacked.get(path, headers={"Authorization": f"Bearer {given}"})
            assert given[20:] not in answer.text + str(answer.headers)
    told = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert secret[20:] not in told
    assert wrong[20:] not in told


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """A server that nobody should ask: its address, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_no_address_of_a_source_is_ever_fetched(trap: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = trap
    document = Document(id="own:evaluation:1", publisher="own", title="Trap", url=f"{address}/report.pdf", year=2020)
    part = Part(name="text", text=f"See {address}/metadata and <img src={address}/x.png> for the exit strategy.")
    record = Record(id="own:lesson:1", local_id="1", document_id="own:evaluation:1", kind=Kind.LESSON, parts=(part,))
    index_extraction("own", Extraction(documents=(document,), records=(record,)), tmp_path, IndexSettings())
    client = TestClient(create_app(tmp_path, ServiceSettings()))
    for path in (
        "/?q=exit+strategy",
        "/p/own:lesson:1",
        "/v1/search?q=exit+strategy",
        "/v1/documents/own:evaluation:1",
        "/v1/passages/own:lesson:1/similar",
        "/v1/export?q=exit+strategy&format=csv",
        f"/v1/search?q={address}/query",
    ):
        assert client.get(path).status_code == 200, path
    assert asked == []
