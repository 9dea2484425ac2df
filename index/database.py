"""Opening the catalog's file: its settings, its schema, and one kind of error for all that can go wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from index.errors import CatalogError

_STEPS = (
    "catalog.sql",
    "catalog_2.sql",
    "catalog_3.sql",
    "catalog_4.sql",
)  # schema 1 is the first file, schema 2 both …
SCHEMA = len(_STEPS)
_PATIENCE = 30.0  # seconds that one writer waits for another; taking in the largest known export takes a few


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into CatalogError with the file's name."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise CatalogError(
            f"{path} cannot be used as a catalog: {error}",
            hint="Free some space if the disk is full; else restore the folder from a backup, "
            "or index the sources again into a new --data folder.",
        ) from error


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and on disk when it ends: the connection syncs at every commit."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:  # SQLite rolls back by itself where the disk is full
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def open_database(path: Path) -> sqlite3.Connection:
    """A connection to the catalog in `path`, made or brought to the present schema where needed.

    Raises CatalogError where the file is damaged, locked, or written by a newer version.
    """
    with named_errors(path):
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_PATIENCE)
    try:
        with named_errors(path):
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            if _schema_of(db) < SCHEMA:
                with transaction(db):
                    _migrate(db)
            found = _schema_of(db)
    except CatalogError:
        db.close()
        raise
    if found != SCHEMA:
        db.close()
        raise CatalogError(
            f"{path} has catalog schema {found}; this version of Afterwise reads schema {SCHEMA}.",
            hint="Use the version of Afterwise that wrote it, or index the sources into a new --data folder.",
        )
    return db


def _schema_of(db: sqlite3.Connection) -> int:
    (found,) = db.execute("PRAGMA user_version").fetchone()
    return int(found)


def _migrate(db: sqlite3.Connection) -> None:
    """Add what later schemas have; nothing that is there changes. Within a transaction, as another may do the same."""
    for step in _STEPS[_schema_of(db) :]:
        for statement in files("index").joinpath(step).read_text("utf-8").split(";\n"):
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {SCHEMA}")
