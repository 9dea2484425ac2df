"""What is sent to the socket itself, where no well-behaved client stands between: the real server answers."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import uvicorn

from service.access.settings import AccessSettings
from service.app import create_app
from service.serving.patience import BoundedPatience
from service.settings import ServiceSettings

Talk = Callable[[bytes], bytes]
HOST = b"Host: afterwise.example\r\n"
SECOND = b"GET /insight HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def talk(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """Sends bytes over a connection of its own; all that comes back until it is closed, or quiet for some seconds."""
    data = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("protocol") / "data"))
    app = create_app(data, ServiceSettings(worker=False, usage="off"), AccessSettings())
    listening = socket.create_server(("127.0.0.1", 0))
    http = partial(BoundedPatience, head_timeout=5)
    config = uvicorn.Config(app, log_config=None, ws="none", http=http, proxy_headers=False)  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()

    def said(text: bytes) -> bytes:
        with socket.create_connection(listening.getsockname(), timeout=20) as connection:
            connection.sendall(text)
            answer = b""
            while part := _received(connection):
                answer += part
                connection.settimeout(4)
            return answer

    said(b"GET /readyz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")  # the index is open from here on
    yield said
    server.should_exit = True
    thread.join()


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65_536)
    except TimeoutError:
        return b""


def statuses(answer: bytes) -> list[int]:
    """The status of every answer that came over a connection."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 6\r\nContent-Length: 5\r\n",
        b"Content-Length: +6\r\n",
        b"Content-Length: 6, 6, 7\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b" Transfer-Encoding: chunked\r\n",
    ],
)
def test_a_body_whose_length_is_in_doubt_is_refused_and_ends_the_connection(framing: bytes, talk: Talk) -> None:
    """Request smuggling: what one end takes for a body, the other takes for the next request."""
    asked = b"POST /v1/search HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n" + framing
    answered = statuses(talk(asked + b"\r\n0\r\n\r\nX" + SECOND))
    assert answered
    assert set(answered) <= {400, 501}  # and never what the second request asks for


def test_chunks_win_over_a_length_and_hide_no_request(talk: Talk) -> None:
    """RFC 9112, section 6.3: what follows the last chunk is the next request, whatever the length says."""
    both = b"Content-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = b'15\r\n{"query":"exit plan"}\r\n0\r\n\r\n'
    answer = talk(b"POST /v1/search HTTP/1.1\r\n" + HOST + both + body + SECOND)
    assert statuses(answer) == [200, 404]


@pytest.mark.parametrize(
    "asked",
    [
        b"GET / HTTP/1.1\r\n\r\n",  # no host
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS where HTTP is spoken
        b"\r\n" * 100 + b"nonsense\r\n\r\n",
    ],
)
def test_what_is_no_request_is_a_400(asked: bytes, talk: Talk) -> None:
    answer = talk(asked)
    assert statuses(answer) == [400]
    assert b"Traceback" not in answer


@pytest.mark.parametrize(
    "target", [b"http://evil.example/v1/stats", b"*", b"//evil.example/%2e%2e", b"evil.example:443"]
)
def test_a_target_that_names_another_host_leads_nowhere(target: bytes, talk: Talk) -> None:
    answer = talk(b"GET " + target + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert statuses(answer)[0] in (400, 404)
    assert b"evil.example" not in answer.split(b"\r\n\r\n")[0]


def test_an_upgrade_is_not_taken_up(talk: Talk) -> None:
    upgrade = (
        b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n\r\n"
    )
    assert statuses(talk(b"GET /v1/stats HTTP/1.1\r\n" + HOST + upgrade)) in ([200], [400])
