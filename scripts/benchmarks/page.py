"""The search page over the API: time to the first byte of both, from one server, for the same queries."""

from __future__ import annotations

import http.client
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import uvicorn

from benchmarks.figures import Figure, Report, Target
from benchmarks.material import SAMPLE, indexed, queries
from index.opened import open_generation
from service.app import create_app
from service.settings import ServiceSettings

HELP = "the search page over the API"
_WARM_UP = 20
_START = 60  # seconds that a server may take


def options(parser: ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--data", type=Path, help="an index that exists")
    parser.add_argument("--source", type=Path, default=SAMPLE, help="or what to index (default: the sample)")
    parser.add_argument("--queries", type=int, default=100, help="distinct queries")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions")


def measure(chosen: Namespace) -> Report:
    """Ask every query of both; the page goes first or second, alternately."""
    data = chosen.data or indexed(chosen.source)
    opened = open_generation(data)
    texts = queries(opened, chosen.queries)
    with _served(data) as port:
        _times(port, texts[:_WARM_UP])
        runs = [_times(port, texts) for _ in range(chosen.repeat)]
    return Report(
        "page",
        {"passages": opened.manifest.passages, "queries": len(texts)},
        [
            Figure("page − API, p50", tuple(page - api for api, page in runs), "ms", Target("≤", 10)),
            Figure("API, p50", tuple(api for api, _ in runs), "ms"),
            Figure("page, p50", tuple(page for _, page in runs), "ms"),
        ],
    )


@contextmanager
def _served(data: Path) -> Iterator[int]:
    """A server on a free port of this machine."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(data, ServiceSettings(usage="off")), host="127.0.0.1", port=0, log_level="error")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield _port(server)
    finally:
        server.should_exit = True
        thread.join()


def _port(server: uvicorn.Server) -> int:
    until = time.monotonic() + _START
    while not server.started:
        if time.monotonic() > until:
            raise RuntimeError(f"the server did not start in {_START} seconds")
        time.sleep(0.05)
    return int(server.servers[0].sockets[0].getsockname()[1])


def _times(port: int, texts: Sequence[str]) -> tuple[float, float]:
    """Milliseconds to the first byte, p50: the API's and the page's."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times: dict[str, list[float]] = {"/v1/search": [], "/": []}
    for number, text in enumerate(texts):
        paths = list(times)
        for path in paths if number % 2 else reversed(paths):
            times[path].append(_first_byte(connection, f"{path}?{urlencode({'q': text})}"))
    connection.close()
    api, page = times.values()
    return median(api), median(page)


def _first_byte(connection: http.client.HTTPConnection, address: str) -> float:
    began = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    response.read(1)
    took = time.perf_counter() - began
    response.read()
    if response.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {response.status}")
    return 1000 * took
