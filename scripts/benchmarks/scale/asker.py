"""A process of its own that searches (`benchmarks/scale_process.py`), seen from the benchmark."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Asker:
    """The other side of the pipe."""

    def __init__(self, process: subprocess.Popen[str], started: float) -> None:
        """`started` is the time of time.perf_counter when the process was started."""
        self._process = process
        self.pid = process.pid
        self._read()
        self.start = time.perf_counter() - started

    def times(self, texts: Sequence[str]) -> dict[str, list[float]]:
        """Milliseconds of every query, one after the other: "whole", "encoding alone", and every stage."""
        return dict(self._ask(["times", list(texts)]))

    def together(self, threads: int, texts: Sequence[str]) -> float:
        """Seconds for all queries, asked by so many threads."""
        return float(self._ask(["together", threads, list(texts)]))

    def _ask(self, request: Any) -> Any:
        if self._process.stdin is None:
            raise RuntimeError("the process takes no requests")
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(f"the searching process ended with code {self._process.wait()}")
        return json.loads(line)


@contextmanager
def asker(data: Path) -> Iterator[Asker]:
    """A fresh process over a data folder, which has answered its first query."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.scale_process", str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Asker(process, started)
    finally:
        process.kill()
        process.communicate()
