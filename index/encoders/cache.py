"""Vectors kept by content and model, so that unchanged text is never encoded again.

The cache is its own SQLite file: it can be deleted at any time and is filled again by the next run. Each batch is
committed as it comes, so that interrupted work goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.encoders.base import Identity, Vectors
from index.errors import CatalogError

_LOOKUP = 500  # keys a query; SQLite allows 32,766 parameters


class VectorCache:
    """Vectors of one encoder. Keys are the SHA-256 of the encoder's identity and the text."""

    def __init__(self, path: Path, identity: Identity) -> None:
        self._path = path
        self._salt = identity.key.encode()
        self._dimensions = identity.dimensions
        with self._named_errors():
            self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._prepare()
        except CatalogError:
            self._db.close()
            raise

    def _prepare(self) -> None:
        with self._named_errors():
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")  # a lost batch is encoded again
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
            )

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise CatalogError(
                f"{self._path} cannot be used as a cache of vectors: {error}",
                hint=f"Free some space if the disk is full; else delete {self._path}: the next run fills it again.",
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _keys(self, texts: Sequence[str]) -> list[bytes]:
        return [hashlib.sha256(self._salt + text.encode("utf-8", "surrogatepass")).digest() for text in texts]

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, Vectors]]:
        """Position and vector of each text that is known, in no particular order."""
        keys = self._keys(texts)
        positions: dict[bytes, list[int]] = {}
        for position, key in enumerate(keys):
            positions.setdefault(key, []).append(position)
        distinct = list(positions)
        for begin in range(0, len(distinct), _LOOKUP):
            some = distinct[begin : begin + _LOOKUP]
            marks = ",".join("?" * len(some))
            with self._named_errors():
                query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608
                rows = self._db.execute(query, some).fetchall()
            for key, blob in rows:
                vector = np.frombuffer(blob, dtype="<f4")
                if vector.shape == (self._dimensions,):
                    for position in positions[key]:
                        yield position, vector

    def keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Remember one batch; it is on disk when this returns."""
        rows = zip(self._keys(texts), (v.astype("<f4").tobytes() for v in vectors), strict=True)
        with self._named_errors():
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)
            self._db.execute("COMMIT")
