"""`afterwise serve` as a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from index.indexer import index
from index.settings import IndexSettings
from service.usage.store import UsageStore

Run = Callable[..., Any]
PATIENCE = 60  # seconds


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str, within: float = PATIENCE) -> Any:
    """The JSON at an address, waiting until somebody listens there."""
    until = time.monotonic() + within
    while True:
        try:
            with urlopen(url) as response:
                return json.load(response)
        except URLError as error:
            if time.monotonic() > until or not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.05)


def eventually(found: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait until something is so."""
    until = time.monotonic() + within
    while not found():
        assert time.monotonic() < until
        time.sleep(0.1)


def messages(err: bytes) -> list[str]:
    """What the log says, without the line for people that comes first unless --json is given."""
    return [json.loads(line)["message"] for line in err.decode().splitlines() if line.startswith("{")]


def searches(data: Path) -> int:
    """How many were counted, by all processes together."""
    return sum(week.searches for week in UsageStore(data, 0).weeks(10))


def head_of_a_search(length: int) -> bytes:
    """What comes before a body of this many bytes."""
    lines = ["POST /v1/search HTTP/1.1", "Host: x", "Content-Type: application/json", f"Content-Length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the sample's data folder that a test may change."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


def test_it_answers_and_stops_on_sigterm(start: Run, sample_data: Path) -> None:
    port = free_port()
    running: subprocess.Popen[bytes] = start("serve", "--data", sample_data, "--port", str(port))
    assert get(f"http://127.0.0.1:{port}/readyz")["status"] == "ok"
    assert get(f"http://127.0.0.1:{port}/v1/search?q=exit+strategies&limit=1")["hits"]
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=20)
    assert out == b""
    assert f"Afterwise at http://127.0.0.1:{port}/" in err.decode()
    assert b"Traceback" not in err
    assert messages(err) == ["generation opened", "request"]
    assert running.returncode == 0


def test_json_says_where_it_listens(start: Run, sample_data: Path) -> None:
    port = free_port()
    running: subprocess.Popen[bytes] = start("serve", "--data", sample_data, "--port", str(port), "--json")
    generation = get(f"http://127.0.0.1:{port}/readyz")["generation"]
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert json.loads(out) == {"url": f"http://127.0.0.1:{port}/", "generation": generation}
    assert messages(err) == ["generation opened"]


def test_a_port_in_use_is_one_message(process: Run, sample_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = process("serve", "--data", sample_data, "--port", port, COLUMNS="300", AFTERWISE_LOG_LEVEL="warning")
    assert (done.code, done.out) == (1, "")
    assert f"Cannot listen at http://127.0.0.1:{port}/: Address already in use" in done.err
    assert "--port" in done.err


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_does_not_start_on_a_damaged_index(workers: str, process: Run, tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nowhere\n")
    done = process("serve", "--data", tmp_path, "--workers", workers, COLUMNS="300")
    assert (done.code, done.out) == (1, "")
    assert "afterwise index --rebuild" in done.err


def test_without_an_index_it_starts_says_so_and_serves_the_one_that_comes(
    start: Run, sample_data: Path, tmp_path: Path
) -> None:
    port, late = free_port(), tmp_path / "late"
    running: subprocess.Popen[bytes] = start("serve", "--data", late, "--port", str(port))
    assert get(f"http://127.0.0.1:{port}/healthz")["status"] == "ok"
    with pytest.raises(HTTPError) as caught:
        urlopen(f"http://127.0.0.1:{port}/readyz")
    assert caught.value.code == 503
    assert json.load(caught.value)["error"]["code"] == "generation_error"
    caught.value.close()
    shutil.copytree(sample_data, late)
    assert get(f"http://127.0.0.1:{port}/readyz")["status"] == "ok"
    running.send_signal(signal.SIGTERM)
    _, err = running.communicate(timeout=20)
    assert b"There is no index in" in err
    assert running.returncode == 0


def test_a_request_at_work_is_finished_and_use_is_written_when_it_stops(start: Run, data: Path) -> None:
    port = free_port()
    running: subprocess.Popen[bytes] = start("serve", "--data", data, "--port", str(port), AFTERWISE_USAGE="counts")
    get(f"http://127.0.0.1:{port}/v1/search?q=exit+strategies")
    # A body of which the end is still to come when the service is told to stop.
    body = b'{"query": "cash wages"}'
    head = (
        f"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as peer:
        peer.sendall(head.encode() + body[:5])
        time.sleep(0.3)
        running.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
        peer.sendall(body[5:])
        answer = b"".join(iter(lambda: peer.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")
    running.communicate(timeout=20)
    assert running.returncode == 0
    assert searches(data) == 2


def test_a_request_that_never_ends_holds_the_stop_up_no_longer_than_set(start: Run, sample_data: Path) -> None:
    port = free_port()
    running: subprocess.Popen[bytes] = start(
        "serve", "--data", sample_data, "--port", str(port), AFTERWISE_SHUTDOWN_TIMEOUT="1"
    )
    get(f"http://127.0.0.1:{port}/readyz")
    with socket.create_connection(("127.0.0.1", port)) as peer:
        peer.sendall(
            b"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        )
        time.sleep(0.3)
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=10)
    assert running.returncode == 0


def test_a_head_that_does_not_arrive_is_waited_for_no_longer_than_set(start: Run, sample_data: Path) -> None:
    port = free_port()
    start("serve", "--data", sample_data, "--port", str(port), AFTERWISE_RECEIVE_TIMEOUT="2")
    get(f"http://127.0.0.1:{port}/readyz")
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as silent, socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while not answer.endswith(b'{"status":"ok"}'):
            answer += slow.recv(65536)
        for sign in b"GET /healthz":  # the second request comes a byte at a time
            slow.sendall(bytes([sign]))
            time.sleep(0.05)
        for peer in (silent, slow):
            peer.settimeout(10)
            assert peer.recv(65536) == b""
    assert 1.5 < time.monotonic() - began < 8


def test_a_head_that_is_too_large_is_refused(start: Run, sample_data: Path) -> None:
    port = free_port()
    start("serve", "--data", sample_data, "--port", str(port))
    get(f"http://127.0.0.1:{port}/readyz")
    with socket.create_connection(("127.0.0.1", port)) as peer:
        peer.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 70_000)
        assert peer.recv(65536).startswith(b"HTTP/1.1 400 ")


def workers_of(running: subprocess.Popen[bytes]) -> set[int]:
    """The processes that answer: not the helper that keeps track of shared resources."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    return {int(child) for child in children if b"spawn_main" in command_of(int(child))}


def command_of(process: int) -> bytes:
    """How a process was started; nothing where there is no such process, or it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_several_workers_answer_are_replaced_follow_new_generations_and_stop_together(
    start: Run, data: Path, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    running: subprocess.Popen[bytes] = start(
        "serve",
        "--data",
        data,
        "--port",
        str(port),
        "--workers",
        "2",
        AFTERWISE_USAGE="counts",
        AFTERWISE_EXPORT_LIMIT="7",
    )
    before = get(f"{url}/readyz")["generation"]
    eventually(lambda: metric(url, "afterwise_requests_total", 'route="/readyz"') >= 1)
    first = workers_of(running)
    assert len(first) == 2

    # Settings reach every worker, both answer, and the numbers of one are those of all.
    threads = [threading.Thread(target=lambda: [get(f"{url}/v1/search?q=exit") for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert metric(url, "afterwise_searches_total", 'outcome="answered"') == 80
    for _ in range(4):
        with urlopen(f"{url}/v1/export?q=exit&format=jsonl&per_evaluation=0") as response:
            assert len(response.read().splitlines()) == 8  # a line of its own, and seven records

    # One that is killed is replaced, while the other one answers; what it had counted stays counted.
    eventually(lambda: searches(data) == 80)  # written every two seconds
    killed = first.pop()
    os.kill(killed, signal.SIGKILL)
    for _ in range(5):
        assert get(f"{url}/v1/search?q=exit&limit=1")["hits"]
    eventually(lambda: len(workers_of(running)) == 2 and killed not in workers_of(running))
    eventually(lambda: metric(url, "afterwise_requests_in_flight") == 1)
    assert metric(url, "afterwise_searches_total", 'outcome="answered"') == 85

    # A new generation is seen by all.
    source = Path(__file__).parents[3] / "eval_sets" / "sample" / "lessons_learned.csv"
    head, *rows = source.read_text("utf-8").splitlines(keepends=True)
    table = tmp_path / "more.csv"
    table.write_text(head + "".join(rows).replace("9100", "9190"), "utf-8")
    after = index([table], data, IndexSettings()).generation
    assert after != before
    eventually(lambda: {get(f"{url}/readyz")["generation"] for _ in range(20)} == {after})

    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=30)
    assert running.returncode == 0
    assert searches(data) == 85


def metric(url: str, name: str, labels: str = "") -> float:
    """The sum of a metric's samples whose labels contain this."""
    with urlopen(f"{url}/metrics") as response:
        lines = response.read().decode().splitlines()
    found = [line for line in lines if line.startswith((f"{name}{{", f"{name} ")) and labels in line]
    return sum(float(line.rpartition(" ")[2]) for line in found)


def test_workers_do_not_outlive_a_parent_that_is_killed(start: Run, sample_data: Path) -> None:
    port = free_port()
    running: subprocess.Popen[bytes] = start("serve", "--data", sample_data, "--port", str(port), "--workers", "2")
    get(f"http://127.0.0.1:{port}/readyz")
    workers = workers_of(running)
    running.kill()
    running.wait(10)
    eventually(lambda: not any(command_of(worker) for worker in workers), within=30)
