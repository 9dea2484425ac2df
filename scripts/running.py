"""The real service as a process of its own, for scripts that load it: asked over HTTP, watched from outside."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple

WORDS = ["bridge", "harvest", "market", "clinic", "school", "water", "credit", "union", "council", "district"]


class Held(NamedTuple):
    """What a process holds: memory of its own and all that it has touched, in MB of 2^20 bytes; handles and threads."""

    own: float
    touched: float
    handles: int
    threads: int


class Service:
    """`afterwise serve` over a data folder, ready to answer."""

    def __init__(self, data: Path, settings: Mapping[str, str] | None = None) -> None:
        """Raises RuntimeError where it ends instead of getting ready."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--data", data, "--port", str(self.port)],
            env=environment | {"AFTERWISE_USAGE": "off"} | dict(settings or {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while self.ask("GET", "/readyz")[0] != 200:
            if self.process.poll() is not None:
                raise RuntimeError("the service does not start")
            time.sleep(0.05)

    def request(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, bytes]:
        """Status and body of an answer; 0 where there is none."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            return 0, b""
        finally:
            connection.close()

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """Status and JSON of an answer; 0 where there is none."""
        status, answer = self.request(method, path, body, key)
        try:
            return status, json.loads(answer or b"null")
        except ValueError:
            return 0, None

    def workers(self) -> list[int]:
        """Its child processes: the worker where one is at work."""
        try:
            threads = list(Path(f"/proc/{self.process.pid}/task").iterdir())
            return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
        except OSError:
            return []

    def held(self) -> Held:
        """What it holds now, its workers not counted. Linux alone. Raises OSError where it has ended."""
        process = Path(f"/proc/{self.process.pid}")
        lines = (line.split() for line in (process / "smaps_rollup").read_text().splitlines()[1:])
        size = {words[0].rstrip(":"): int(words[1]) / 1024 for words in lines}
        handles, threads = (len(list((process / name).iterdir())) for name in ("fd", "task"))
        return Held(own=size["Anonymous"], touched=size["Rss"], handles=handles, threads=threads)

    def stop(self) -> int:
        """End it as an administrator would; its exit code."""
        self.process.terminate()
        return self.process.wait()


def document(number: int, version: int = 1) -> dict[str, Any]:
    """A body of POST /v1/documents: two records of one document, with words of their own."""
    id_ = f"load:evaluation:{number}"
    plan = f"the {WORDS[number % len(WORDS)]} needs a plan {number * 7 + version}."
    records = [
        {
            "id": f"load:lesson:{number}-{side}",
            "local_id": f"{number}-{side}",
            "document_id": id_,
            "kind": "lesson",
            "parts": [{"name": "text", "text": f"Lesson {number} {side}: {plan}"}],
        }
        for side in "ab"
    ]
    return {"source": str(number), "documents": [{"id": id_, "publisher": "load", "title": id_}], "records": records}
