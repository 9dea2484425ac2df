"""Answer commands line by line: one JSON object in, one out. Used in both environments: the standard library only."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol


class Searching(Protocol):
    """An engine with an opened index."""

    def rank(self, text: str) -> list[str]:
        """Identifiers of the best ten texts, best first."""

    def search(self, text: str) -> object:
        """Whatever a user's search for the best ten does; only its time counts."""


def serve(index: Callable[..., None], open_index: Callable[..., Searching]) -> None:
    """Answer until standard input ends. What libraries print goes to standard error."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    engine: Searching | None = None
    for line in sys.stdin:
        command = json.loads(line)
        began = time.perf_counter()
        reply: dict[str, Any] = {}
        if command["do"] == "index":
            index(**command["with"])
        elif command["do"] == "open":
            engine = open_index(**command["with"])
        elif engine is None:
            raise SystemExit("Nothing is open.")
        elif command["do"] == "rank":
            reply["ranking"] = engine.rank(command["text"])
        elif command["do"] == "load":
            answer_all(engine, command["texts"], command["readers"])
        else:
            engine.search(command["text"])
        reply["seconds"] = time.perf_counter() - began
        reply["peak_mb"] = peak_mb()
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def answer_all(engine: Searching, texts: Sequence[str], readers: int) -> None:
    """Answer every text, so many at a time: what a service does whose readers do not wait for each other."""
    with ThreadPoolExecutor(readers) as pool:
        for _ in pool.map(engine.search, texts):
            pass


def peak_mb() -> float:
    """The most memory that this process ever held, MB (resident, files that are mapped into memory included)."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        peak = next(line for line in status if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1000
