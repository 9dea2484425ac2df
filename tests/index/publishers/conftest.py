"""Documents for the publishers' tests: made by hand, or one of the seeds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.readers.blocks import ReadDocument
from index.readers.plain import read, read_text

Seed = Callable[[str], ReadDocument]
Written = Callable[[str], ReadDocument]


@pytest.fixture(scope="session")
def seed(shared: Path) -> Seed:
    """The seed whose file name begins with the given number."""

    def read_seed(number: str) -> ReadDocument:
        (path,) = (shared / "seeds").glob(f"{number}_*")
        return read(path)

    return read_seed


@pytest.fixture(scope="session")
def written() -> Written:
    """A document with the given text, as the plain text reader gives it."""

    def from_text(text: str) -> ReadDocument:
        return read_text(text, "written.txt")

    return from_text
