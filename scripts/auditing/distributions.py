"""The wheel and the sdist: built from the checkout, complete, and the wheel is the same from either."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("index", "retrieval", "service")


class Incomplete(Exception):
    """A wheel or sdist that cannot be built, or that lacks something."""


class Built(NamedTuple):
    """The two files."""

    wheel: Path
    sdist: Path


def build(folder: Path, python: Path) -> Built:
    """Build both with the backend that pyproject.toml names, which `python` must have. Raises Incomplete."""
    _run([str(python), "-m", "hatchling", "build", "--directory", str(folder)], ROOT)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(wheel, sdist)


def check(built: Built, folder: Path, python: Path) -> int:
    """How many files of ours the wheel holds. Raises Incomplete unless it holds all, built from either."""
    held, wanted = contents(built.wheel), tracked()
    if lacking := sorted(wanted - held):
        raise Incomplete(f"{built.wheel.name} lacks {len(lacking)} files, such as {lacking[0]}")
    with tarfile.open(built.sdist) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    _run([str(python), "-m", "hatchling", "build", "--target", "wheel"], unpacked)
    (again,) = (unpacked / "dist").glob("*.whl")
    if differing := sorted(contents(again) ^ held):
        raise Incomplete(f"{built.sdist.name} gives another wheel: {differing[0]} is in one of the two")
    return len(wanted)


def contents(wheel: Path) -> set[str]:
    """The names of the files in a wheel, without its own notes."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def tracked() -> set[str]:
    """Every file of the three packages that is under version control: code, templates, scripts, styles, SQL, TOML."""
    listed = subprocess.run(["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


def backend() -> list[str]:
    """What pyproject.toml builds with."""
    return list(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"])


def _run(command: list[str], place: Path) -> None:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Incomplete(f"{' '.join(command[1:4])}: {(done.stderr or done.stdout).strip().splitlines()[-1]}")


def builder(folder: Path) -> Path:
    """The Python of a new environment with the build backend alone. Raises Incomplete where it cannot be installed."""
    _run([sys.executable, "-m", "venv", str(folder)], ROOT)
    python = folder / "bin" / "python"
    _run([str(python), "-m", "pip", "install", "--quiet", *backend()], ROOT)
    return python
