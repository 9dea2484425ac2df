"""An engine as a process of its own: what it holds in memory, and how long it takes, is its own doing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

SCRIPTS = Path(__file__).parents[1]


class Reply(NamedTuple):
    """What came back: identifiers in order, seconds inside the engine, and its peak memory so far."""

    ranking: list[str]
    seconds: float
    peak_mb: float


class Engine:
    """A running engine. Use as a context manager: it ends with the block."""

    def __init__(self, command: list[str], path: str) -> None:
        environment = {**os.environ, "PYTHONPATH": path, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, encoding="utf-8"
        )

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def index(self, **options: str) -> Reply:
        """Have it index and save."""
        return self._ask({"do": "index", "with": options})

    def open(self, **options: str) -> Reply:
        """Have it open what it saved."""
        return self._ask({"do": "open", "with": options})

    def rank(self, text: str) -> Reply:
        """The best ten, for judging."""
        return self._ask({"do": "rank", "text": text})

    def search(self, text: str) -> Reply:
        """A search as users make it, for timing; its ranking is empty."""
        return self._ask({"do": "search", "text": text})

    def load(self, texts: Sequence[str], readers: int) -> Reply:
        """All these searches, so many at a time; its seconds are those of all together."""
        return self._ask({"do": "load", "texts": list(texts), "readers": readers})

    def _ask(self, command: dict[str, object]) -> Reply:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the engine was started without pipes")
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"An engine ended with exit code {self._process.wait()}; its last words stand above.")
        reply = json.loads(line)
        return Reply(reply.get("ranking", []), reply["seconds"], reply["peak_mb"])


def ours() -> Engine:
    """Afterwise, in this environment."""
    return Engine([sys.executable, "-m", "comparison.ours"], os.pathsep.join([str(SCRIPTS), str(SCRIPTS.parent)]))


def theirs(python: Path) -> Engine:
    """txtai, in its own environment."""
    return Engine([str(python), str(SCRIPTS / "comparison" / "theirs.py")], "")
