"""Run a command of the file, and find a value in the JSON that it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
BETWEEN_STEPS = " > "


class Places(NamedTuple):
    """Where the commands find real data, and where they put what they make."""

    shared: Path
    work: Path

    def expand(self, path: str) -> Path:
        """A path of the file on this machine."""
        return ROOT / path.replace("$SHARED", str(self.shared)).replace("$WORK", str(self.work))


class CommandFailed(Exception):
    """A command gave nothing that can be checked; the message says why."""


def prepare(command: str, places: Places) -> None:
    """Run a command for what it makes. Raises CommandFailed where it fails."""
    done = _run(command, places)
    if done.returncode:
        raise CommandFailed(f"exit code {done.returncode} of {command!r}: {_last_words(done.stderr or done.stdout)}")


def _run(command: str, places: Places) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "SHARED": str(places.shared), "WORK": str(places.work)}
    places.work.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def printed(command: str, places: Places) -> Any:
    """The JSON that a command prints, also where it fails because a target of its own is missed.

    Raises CommandFailed for anything else.
    """
    done = _run(command, places)
    if not done.stdout:
        raise CommandFailed(f"exit code {done.returncode}: {_last_words(done.stderr)}")
    try:
        value = json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise CommandFailed(f"it prints no JSON: {_last_words(done.stdout)}") from error
    if isinstance(value, dict) and "error" in value:
        raise CommandFailed(str(value["error"]["message"]))
    return value


def find(value: Any, path: str) -> float:
    """The number at `path`. Raises CommandFailed where there is none."""
    for step in path.split(BETWEEN_STEPS):
        value = _step(value, step, path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CommandFailed(f"{path} is no number: {value}")
    return float(value)


def _step(value: Any, step: str, path: str) -> Any:
    if isinstance(value, list):
        value = {one.get("name", one.get("set")): one for one in value if isinstance(one, dict)}
    if not isinstance(value, dict) or step not in value:
        raise CommandFailed(f"there is no {step!r} for {path}")
    return value[step]


def _last_words(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(lines[-2:])[-300:] or "it says nothing"
