"""The service in a process of its own, and many connections that ask it."""

from __future__ import annotations

import asyncio
import http
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from benchmarks.material import FIRST

_START = 300  # seconds that a service may take
_STOP = 30


class Service(NamedTuple):
    """A running service: its process, its port, and the seconds from its start to its first answer."""

    pid: int
    port: int
    start: float

    def get(self, path: str, **parameters: str) -> Any:
        """The JSON at a path. Raises RuntimeError where the answer is no 200."""
        return _request(self.port, "GET", f"{path}?{urlencode(parameters)}")

    def post(self, path: str, body: Any, key: str) -> Any:
        """Send JSON to a path with an API key, for the JSON that comes back."""
        return _request(self.port, "POST", path, json.dumps(body).encode(), key)


@contextmanager
def service(data: Path, **settings: str) -> Iterator[Service]:
    """`afterwise serve` on a free port, with its default settings but those given, once it has answered a query."""
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve", "--data", str(data), "--port", str(port), "--json"],
        env=os.environ | {"AFTERWISE_LOG_LEVEL": "warning"} | settings,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield Service(process.pid, port, _first_answer(process, port) - began)
    finally:
        process.terminate()
        try:
            process.wait(_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _first_answer(process: subprocess.Popen[bytes], port: int) -> float:
    until = time.perf_counter() + _START
    while time.perf_counter() < until and process.poll() is None:
        try:
            _request(port, "GET", f"/v1/search?{urlencode({'q': FIRST})}")
        except ConnectionError:
            time.sleep(0.05)
        else:
            return time.perf_counter()
    raise RuntimeError(f"the service did not answer within {_START} seconds (code {process.poll()})")


def _request(port: int, method: str, address: str, body: bytes | None = None, key: str = "") -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"} if body else {}
    try:
        connection.request(method, address, body, headers)
        response = connection.getresponse()
        answer = response.read()
    finally:
        connection.close()
    if response.status not in (http.HTTPStatus.OK, http.HTTPStatus.ACCEPTED):
        raise RuntimeError(f"{address} answered {response.status}: {answer[:300]!r}")
    return json.loads(answer)


class Asked(NamedTuple):
    """How long so many requests took together, and how many were not answered with a 200."""

    seconds: float
    errors: int


def ask(port: int, texts: Sequence[str], connections: int) -> Asked:
    """Search for every text once, over so many connections that are kept open."""
    return asyncio.run(_ask(port, texts, connections))


async def _ask(port: int, texts: Sequence[str], connections: int) -> Asked:
    waiting = iter(texts)
    began = time.perf_counter()
    errors = await asyncio.gather(*(_one_connection(port, waiting) for _ in range(connections)))
    return Asked(time.perf_counter() - began, sum(errors))


async def _one_connection(port: int, waiting: Iterator[str]) -> int:
    """Ask what is still waiting, one text after the other; the number of errors."""
    errors = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for text in waiting:
        head = f"GET /v1/search?{urlencode({'q': text})} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        writer.write(head.encode())
        errors += await _status(reader) != http.HTTPStatus.OK
    writer.close()
    return errors


async def _status(reader: asyncio.StreamReader) -> int:
    """Read a whole response; its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))
    return int(head.split(b" ", 2)[1])
