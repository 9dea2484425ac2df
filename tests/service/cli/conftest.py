"""The real command: as a process of its own, and in this process where only its words matter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from service.cli import main

COMMAND = Path(sysconfig.get_path("scripts")) / "afterwise"


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with the packages under test and nothing of a terminal."""
    plain = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR", "NO_COLOR"}}
    return plain | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "dumb"} | more


@pytest.fixture(scope="session")
def process() -> Callable[..., Ran]:
    """Runs `afterwise` with the arguments as a process of its own."""

    def run(*arguments: str | bytes | Path, cwd: Path | None = None, **more: str) -> Ran:
        done = subprocess.run(
            [COMMAND, *arguments], capture_output=True, env=environment(**more), cwd=cwd, timeout=120, check=False
        )
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `afterwise` with the arguments and goes on; whatever still runs after the test is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str | Path, **more: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        started.append(subprocess.Popen([COMMAND, *arguments], env=environment(**more), stdout=pipe, stderr=pipe))
        return started[-1]

    yield begin
    for running in started:
        running.kill()
        running.communicate()


@pytest.fixture
def afterwise(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs `afterwise` with the arguments in this process, wide enough that no message is broken into lines."""

    def run(*arguments: str | Path, columns: int = 400) -> Ran:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "argv", ["afterwise", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return run
