"""Votes in one SQLite file of the data folder, beside the catalog: indexing never touches them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from service.feedback.errors import FeedbackError
from service.feedback.votes import StoredVote

FILE = "feedback.sqlite"
_FIELDS = tuple(StoredVote.model_fields)
_SCHEMA = f"CREATE TABLE IF NOT EXISTS votes ({', '.join(_FIELDS)})"
_INSERT = f"INSERT INTO votes ({', '.join(_FIELDS)}) VALUES ({', '.join('?' * len(_FIELDS))})"  # noqa: S608
_SELECT = f"SELECT {', '.join(_FIELDS)} FROM votes ORDER BY rowid"  # noqa: S608
_PATIENCE = 5.0  # seconds that a vote waits for another one


class FeedbackStore:
    """The votes of one data folder. Safe to share between threads and processes: each call has its own connection."""

    def __init__(self, data: Path, most: int) -> None:
        self._file = data / FILE
        self._most = most

    def add(self, vote: StoredVote) -> None:
        """Keep a vote. Raises FeedbackError where there are `most` already, or the file cannot be written."""
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            (held,) = db.execute("SELECT count(*) FROM votes").fetchone()
            if held >= self._most:
                raise FeedbackError(
                    f"There are {held:,} votes already, the most that are kept.",
                    hint=f"Those who run this service can raise AFTERWISE_FEEDBACK_LIMIT, or put {FILE} aside.",
                )
            db.execute(_INSERT, tuple(vote.model_dump(mode="json").values()))
            db.execute("COMMIT")

    def votes(self) -> list[StoredVote]:
        """All votes in the order in which they came. Raises FeedbackError."""
        if not self._file.exists():
            return []
        with self._open() as db:
            return [StoredVote(**dict(zip(_FIELDS, row, strict=True))) for row in db.execute(_SELECT)]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)) as db:
                db.execute(_SCHEMA)
                yield db
        except sqlite3.Error as error:
            raise FeedbackError(
                f"{self._file} cannot be used: {error}.",
                hint="Check the folder's permissions and the space on the disk; put a damaged file aside.",
            ) from error
