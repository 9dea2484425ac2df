"""One line for each request, with an id that its answer carries, and no text of anybody."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.logs.config import logging_config
from service.settings import LogFormat, ServiceSettings
from service.trace import HEADER

MARKER = "zanzibarmarker"
ASKED = [
    ("GET", f"/?q={MARKER}", None),
    ("GET", f"/?q={MARKER}&ui={MARKER}", None),
    ("GET", f"/p/{MARKER}", None),
    ("GET", f"/v1/search?q={MARKER}&country={MARKER}&explain=true&alternatives=true", None),
    ("GET", f"/v1/search?q=exit&{MARKER}={MARKER}", None),
    ("GET", f"/v1/search?q=exit&kind={MARKER}", None),
    ("POST", "/v1/search", {"query": MARKER}),
    ("POST", "/v1/search", {"query": "exit", MARKER: MARKER}),
    ("POST", "/v1/feedback", {"id": MARKER, "query": MARKER, "rank": 1, "generation": MARKER, "verdict": "useful"}),
    ("POST", f"/feedback?q={MARKER}", {"comment": MARKER}),
    ("GET", f"/feedback?q={MARKER}", None),
    ("GET", f"/v1/suggest?q={MARKER}", None),
    ("GET", f"/v1/export?q={MARKER}&format=csv", None),
    ("GET", f"/v1/passages/{MARKER}", None),
    ("GET", f"/v1/passages/{MARKER}/citation", None),
    ("GET", f"/v1/passages/{MARKER}/similar", None),
    ("GET", f"/v1/documents/{MARKER}", None),
    ("GET", f"/v1/stats?{MARKER}=1", None),
    ("GET", f"/healthz?{MARKER}=1", None),
    ("GET", f"/readyz?{MARKER}=1", None),
    ("GET", f"/metrics?{MARKER}=1", None),
    ("GET", f"/insight?from={MARKER}", None),
    ("GET", f"/embed?query={MARKER}", None),
    ("GET", f"/static/{MARKER}/{MARKER}", None),
    ("GET", f"/widget/{MARKER}", None),
    ("GET", f"/{MARKER}", None),
    ("DELETE", f"/{MARKER}", None),
    (MARKER, f"/v1/search?q={MARKER}", None),
    ("GET", f"/fault/{MARKER}", None),
]


class Lines(io.StringIO):
    """What was logged."""

    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


def listen(settings: ServiceSettings) -> tuple[Lines, logging.Handler]:
    """Have everything that is logged, as the settings say, written into the lines that are given back."""
    lines = Lines()
    configuration = logging_config(settings)
    configuration["handlers"]["stderr"]["stream"] = lines
    logging.config.dictConfig(configuration)
    return lines, logging.getLogger().handlers[0]


@pytest.fixture
def quiet_again() -> Iterator[None]:
    """Logging as it was before the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("afterwise", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def logged(client: TestClient, quiet_again: None) -> Lines:
    return listen(ServiceSettings(log_level="debug"))[0]


def test_a_request_is_one_line_with_all_that_is_asked_of_it(client: TestClient, logged: Lines) -> None:
    response = client.get("/v1/search", params={"q": "exit strategies"})
    (line,) = logged.json()
    assert line["message"] == "request"
    assert line["logger"] == "afterwise.request"
    assert line["level"] == "info"
    assert line["request_id"] == response.headers[HEADER]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/search", 200)
    assert line["bytes"] == len(response.content)
    assert line["generation"] == response.json()["generation"]
    timings = dict(one.split(";dur=") for one in response.headers["Server-Timing"].split(", "))
    assert line["stages"] == {name: float(ms) for name, ms in timings.items()}
    assert line["ms"] >= sum(line["stages"].values()) * 0.9


@pytest.mark.parametrize(
    ("method", "path", "route"),
    [
        ("GET", "/v1/passages/ilo:lesson:910063", "/v1/passages/{id}"),
        ("GET", "/p/ilo:lesson:910063", "/p/{id}"),
        ("HEAD", "/v1/passages/ilo:lesson:910063", "/v1/passages/{id}"),
        ("GET", "/v1/passages/a:b/similar?limit=x", "/v1/passages/{id}/similar"),
        ("DELETE", "/v1/passages/a:b", "/v1/passages/{id}"),
        ("GET", "/docs", "/docs"),
        ("GET", "/no/such/path", "unmatched"),
    ],
)
def test_a_line_names_the_route_and_never_the_address(
    method: str, path: str, route: str, client: TestClient, logged: Lines
) -> None:
    client.request(method, path)
    (line,) = logged.json()
    assert (line["method"], line["route"]) == (method, route)


def test_probes_are_only_logged_at_debug_level(client: TestClient, quiet_again: None) -> None:
    logged, _ = listen(ServiceSettings(log_level="info"))
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path)
    assert logged.getvalue() == ""
    logged, _ = listen(ServiceSettings(log_level="debug"))
    client.get("/healthz")
    assert logged.json()[0]["level"] == "debug"


@pytest.mark.parametrize("given", ["3f2c8d1e-0000-4000-8000-5a5a5a5a5a5a", "abcdefgh", "A" * 64])
def test_a_well_formed_request_id_is_kept(given: str, client: TestClient, logged: Lines) -> None:
    assert client.get("/v1/stats", headers={HEADER: given}).headers[HEADER] == given
    assert logged.json()[0]["request_id"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "A" * 65, "has a space", "me@example.org", 'x","level":"error', "abcdefgh\tx", "é" * 20]
)
def test_any_other_request_id_is_replaced(given: str, client: TestClient, logged: Lines) -> None:
    made = client.get("/v1/stats", headers={HEADER: given.encode("utf-8")}).headers[HEADER]
    assert made != given
    assert len(made) == 32
    assert logged.json()[0]["request_id"] == made


@pytest.mark.parametrize("chosen", ["json", "text"])
def test_no_text_of_anybody_is_logged_at_any_level(sample_data: Path, chosen: LogFormat, quiet_again: None) -> None:
    settings = ServiceSettings(log_level="debug", log_format=chosen, insight=True, feedback=True)
    app = create_app(sample_data, settings)

    @app.get("/fault/{text}")
    def fault(text: str) -> None:
        raise ValueError(text)

    headers = {
        "Authorization": f"Bearer {MARKER}",
        "Cookie": f"session={MARKER}",
        "User-Agent": MARKER,
        "Referer": f"https://example.org/{MARKER}",
        "X-API-Key": MARKER,
        "X-Forwarded-For": MARKER,
        "Accept-Language": MARKER,
        "Origin": f"https://{MARKER}.example",
    }
    with TestClient(app, raise_server_exceptions=False) as client:
        logged, _ = listen(settings)
        for method, path, body in ASKED:
            client.request(method, path, json=body, headers=headers)
    told = logged.getvalue()
    assert told.count("request_id") == len(ASKED) + 1  # a line each, and the fault's own
    assert MARKER not in told.lower()
    assert "ValueError" in told
    assert "testclient" not in told  # nor the address of who asked


def test_lines_of_a_fault_and_its_answer_have_one_id(sample_data: Path, quiet_again: None) -> None:
    app = create_app(sample_data)

    @app.get("/fault")
    def fault() -> None:
        raise ZeroDivisionError

    with TestClient(app, raise_server_exceptions=False) as client:
        logged, _ = listen(ServiceSettings())
        response = client.get("/fault")
    trouble, request = logged.json()
    assert response.status_code == 500
    error = response.json()["error"]
    assert error["details"] == {"request_id": response.headers[HEADER]}
    assert response.headers[HEADER] in error["hint"]
    assert trouble["request_id"] == request["request_id"] == response.headers[HEADER]
    assert trouble["message"] == "unexpected error"
    assert "in fault" in trouble["traceback"]
    assert request["level"] == "warning"


def test_an_answer_that_the_service_cannot_give_names_the_request_and_others_do_not(empty_client: TestClient) -> None:
    unready = empty_client.get("/v1/stats", headers={HEADER: "request-1"})
    assert unready.status_code == 503
    assert unready.json()["error"]["details"]["request_id"] == "request-1"
    wrong = empty_client.get("/no/such/path").json()
    assert "request_id" not in wrong["error"]["details"]


def test_an_unexpected_error_on_a_page_names_the_request(sample_data: Path) -> None:
    app = create_app(sample_data)

    @app.get("/p/fault/page")
    def fault() -> None:
        raise ZeroDivisionError

    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/p/fault/page", headers={HEADER: "request-2"})
    assert response.status_code == 500
    assert "request-2" in response.text
