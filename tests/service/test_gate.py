"""So many requests compute at a time; the rest wait for a while, or are told to come back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from pydantic import BaseModel
from starlette.types import Message

from service.app import create_app
from service.settings import ServiceSettings

PATIENCE = 20  # seconds


class Given(BaseModel):
    """A body."""

    text: str


class Slow(NamedTuple):
    """A service with routes that take as long as the test wants."""

    app: FastAPI
    client: TestClient
    begun: threading.Semaphore
    go_on: threading.Event

    def wait_for(self, requests: int) -> None:
        for _ in range(requests):
            assert self.begun.acquire(timeout=PATIENCE)

    def value(self, name: str) -> float:
        found = self.app.state.measures.registry.get_sample_value(name)
        assert found is not None
        return float(found)

    def until(self, name: str, wanted: float) -> None:
        end = time.monotonic() + PATIENCE
        while self.value(name) != wanted and time.monotonic() < end:
            time.sleep(0.01)
        assert self.value(name) == wanted


def service(data: Path, **settings: Any) -> Iterator[Slow]:
    app = create_app(data, ServiceSettings(warm=False, metrics="on", **settings))
    begun, go_on = threading.Semaphore(0), threading.Event()

    def take_long() -> dict[str, str]:
        begun.release()
        assert go_on.wait(PATIENCE)
        return {}

    app.get("/v1/slow")(take_long)
    app.get("/p/slow/page")(take_long)

    @app.post("/v1/slow")
    def given(_: Given) -> dict[str, str]:
        return take_long()

    @app.get("/v1/stream")
    def stream() -> StreamingResponse:
        return StreamingResponse(iter(lambda: take_long() and None, None))

    with TestClient(app, raise_server_exceptions=False) as client:
        yield Slow(app, client, begun, go_on)
        go_on.set()


@pytest.fixture
def one_and_one(tmp_path: Path) -> Iterator[Slow]:
    """One place to compute, one to wait."""
    yield from service(tmp_path, concurrency=1, queue=1, queue_timeout=1)


def test_more_than_can_wait_are_told_at_once_when_to_come_back(one_and_one: Slow) -> None:
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(one_and_one.client.get, "/v1/slow")
        one_and_one.wait_for(1)
        second = threads.submit(one_and_one.client.get, "/v1/slow")
        one_and_one.until("afterwise_requests_waiting", 1)
        began = time.monotonic()
        refused = one_and_one.client.get("/v1/search?q=exit")
        assert time.monotonic() - began < 0.9  # it did not wait
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "2"
        error = refused.json()["error"]
        assert error["code"] == "busy"
        assert "1 requests are waiting" in error["message"]
        assert error["details"]["request_id"] == refused.headers["X-Request-ID"]
        one_and_one.go_on.set()
        assert [first.result().status_code, second.result().status_code] == [200, 200]
    assert one_and_one.value("afterwise_requests_computing") == 0
    assert one_and_one.app.state.measures.rejected.labels("queue_full")._value.get() == 1


def test_one_that_waits_too_long_is_told_to_come_back(one_and_one: Slow) -> None:
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(one_and_one.client.get, "/v1/slow")
        one_and_one.wait_for(1)
        for ask in (
            lambda: one_and_one.client.get("/v1/search?q=exit"),
            lambda: one_and_one.client.post("/v1/slow", json={"text": "x"}),
        ):
            refused = ask()
            assert (refused.status_code, refused.json()["error"]["code"]) == (503, "busy")
            assert "within 1 seconds" in refused.json()["error"]["message"]
        one_and_one.go_on.set()
        assert first.result().status_code == 200
    assert one_and_one.value("afterwise_requests_computing") == 0
    assert one_and_one.client.post("/v1/slow", json={"text": "x"}).status_code == 200


def test_a_page_is_refused_with_a_page(one_and_one: Slow) -> None:
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(one_and_one.client.get, "/p/slow/page")
        one_and_one.wait_for(1)
        refused = one_and_one.client.get("/?q=exit")
        assert refused.status_code == 503
        assert refused.headers["Content-Type"].startswith("text/html")
        assert refused.headers["Retry-After"] == "2"
        one_and_one.go_on.set()
        assert first.result().status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/widget.js", "/docs", "/openapi.json"])
def test_what_does_not_compute_needs_no_place(path: str, one_and_one: Slow) -> None:
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(one_and_one.client.get, "/v1/slow")
        one_and_one.wait_for(1)
        assert one_and_one.client.get(path).status_code == 200
        one_and_one.go_on.set()
        first.result()


def test_an_answer_that_is_read_slowly_holds_no_place(one_and_one: Slow) -> None:
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(one_and_one.client.get, "/v1/stream")
        one_and_one.wait_for(1)
        assert one_and_one.value("afterwise_requests_computing") == 0
        assert one_and_one.client.get("/v1/nothing").status_code == 404
        one_and_one.go_on.set()
        assert first.result().status_code == 200


def test_never_more_than_the_setting_compute_at_a_time_and_all_are_answered(tmp_path: Path) -> None:
    for slow in service(tmp_path, concurrency=3, queue=40, queue_timeout=20):
        with ThreadPoolExecutor(24) as threads:
            answers = [threads.submit(slow.client.get, "/v1/slow") for _ in range(24)]
            slow.wait_for(3)
            slow.until("afterwise_requests_waiting", 21)
            assert slow.value("afterwise_requests_computing") == 3
            assert not slow.begun.acquire(timeout=0.1)
            slow.go_on.set()
            assert {answer.result().status_code for answer in answers} == {200}
        assert slow.value("afterwise_requests_computing") == 0


async def dripping(app: FastAPI, seconds: float) -> list[Message]:
    """What the application sends to one who announces ten bytes and sends one."""
    sent: list[Message] = []
    parts = [b"{"]

    async def receive() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": True}
        await anyio.sleep(seconds)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"x"), (b"content-type", b"application/json"), (b"content-length", b"10")]
    scope = {
        "type": "http", "method": "POST", "path": "/v1/slow", "raw_path": b"/v1/slow", "query_string": b"",
        "headers": headers, "http_version": "1.1", "scheme": "http", "server": ("x", 80), "client": None,
        "root_path": "", "asgi": {"version": "3.0"},
    }  # fmt: skip
    await app(scope, receive, send)
    return sent


def test_a_body_that_does_not_arrive_is_given_up_and_held_no_place(tmp_path: Path) -> None:
    app = create_app(tmp_path, ServiceSettings(warm=False, concurrency=1, receive_timeout=1))

    @app.post("/v1/slow")
    def given(_: Given) -> dict[str, str]:
        return {}

    start, body, *_ = anyio.run(dripping, app, 30)
    assert start["status"] == 408
    assert dict(start["headers"])[b"connection"] == b"close"
    assert b"did not arrive within 1 seconds" in body["body"]
    assert app.state.measures.rejected.labels("sent_too_slowly")._value.get() == 1
    assert app.state.measures.registry.get_sample_value("afterwise_requests_computing") == 0
