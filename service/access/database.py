"""One SQLite file of the data folder for keys and for what was done with them: `access.sqlite`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from index.errors import AfterwiseError

FILE = "access.sqlite"
_PATIENCE = 5.0  # seconds that a write waits for another process


class AccessFileError(AfterwiseError):
    """The file cannot be read or written."""

    code = "access_file_error"


@contextmanager
def reading(data: Path) -> Iterator[sqlite3.Connection | None]:
    """The file to read from, None where there is none yet.

    Opened anew each time, so that what another process wrote holds at once, also where the file was put back from a
    backup. Not with mode=ro: what a writer that was killed left half done must be rolled back before it can be read.
    Raises AccessFileError.
    """
    file = data / FILE
    if not file.exists():
        yield None
        return
    with _named(file), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)) as db:
        yield db


@contextmanager
def writing(data: Path) -> Iterator[sqlite3.Connection]:
    """The file in a transaction: all or nothing. Only the owner may read the file. Raises AccessFileError."""
    file = data / FILE
    with _named(file):
        data.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as db:
            db.executescript(files("service.access").joinpath("database.sql").read_text("utf-8"))
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")


@contextmanager
def _named(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise AccessFileError(
            f"{file} cannot be used: {error}.",
            hint="Check its permissions and the space on the disk, or restore it from a backup.",
        ) from error
