"""`afterwise serve` as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

Run = Callable[..., Any]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str, within: float = 60) -> Any:
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
    assert running.returncode in {0, -signal.SIGTERM, 128 + signal.SIGTERM}


def test_json_says_where_it_listens(start: Run, sample_data: Path) -> None:
    port = free_port()
    running: subprocess.Popen[bytes] = start("serve", "--data", sample_data, "--port", str(port), "--json")
    generation = get(f"http://127.0.0.1:{port}/readyz")["generation"]
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert json.loads(out) == {"url": f"http://127.0.0.1:{port}/", "generation": generation}
    assert err == b""


def test_a_port_in_use_is_one_message(afterwise: Run, sample_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = afterwise("serve", "--data", sample_data, "--port", port)
    assert (done.code, done.out) == (1, "")
    assert f"Cannot listen at http://127.0.0.1:{port}/: Address already in use" in done.err
    assert "--port" in done.err


def test_it_does_not_start_on_a_damaged_index(process: Run, tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nowhere\n")
    done = process("serve", "--data", tmp_path, COLUMNS="300")
    assert (done.code, done.out) == (1, "")
    assert "afterwise index --rebuild" in done.err
