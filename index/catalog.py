"""The catalog: one SQLite file that holds everything that was read. All indexes are caches of it.

Every source file is taken in within one transaction: after a crash the catalog holds either all that the file
says or what it said before.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from index.errors import CatalogError
from index.merge import DocumentClaim, RecordClaim, merge_documents, merge_records
from index.model import Document, Extraction, Problem, Record

SCHEMA = 1


class Catalog:
    """Reads and writes one catalog file. One writer at a time (see `index/indexer.py`), any number of readers."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            raise CatalogError(
                f"{path} cannot be used as a catalog: {error}",
                hint="Restore the folder from a backup, or index the sources again into a new --data folder.",
            ) from error

    def _prepare(self, path: Path) -> None:
        (found,) = self._db.execute("PRAGMA user_version").fetchone()
        if found == 0:
            with self._transaction():
                for statement in files("index").joinpath("catalog.sql").read_text("utf-8").split(";\n"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {SCHEMA}")
        elif found != SCHEMA:
            raise CatalogError(
                f"{path} has catalog schema {found}; this version of Afterwise reads schema {SCHEMA}.",
                hint="Use the version of Afterwise that wrote it, or index the sources into a new --data folder.",
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file. The catalog cannot be used afterwards."""
        self._db.close()

    # --- taking in -------------------------------------------------------------------------------------------

    def next_run(self) -> int:
        """The number of a new indexing run: 1, 2, 3 …"""
        (last,) = self._db.execute("SELECT coalesce(max(run), 0) FROM sources").fetchone()
        return int(last) + 1

    def signature_of(self, path: str) -> str | None:
        """The signature under which a source was last taken in, or None for a new source."""
        row = self._db.execute("SELECT signature FROM sources WHERE path = ?", (path,)).fetchone()
        return None if row is None else str(row[0])

    def take_in(self, path: str, signature: str, run: int, extraction: Extraction) -> None:
        """Replace everything that the source at `path` claims, and merge what that changes.

        Records that no source claims afterwards are marked as withdrawn. All or nothing.
        """
        with self._transaction():
            self._db.execute(
                "INSERT INTO sources (path, signature, run) VALUES (?, ?, ?) "
                "ON CONFLICT (path) DO UPDATE SET signature = excluded.signature, run = excluded.run",
                (path, signature, run),
            )
            (source,) = self._db.execute("SELECT id FROM sources WHERE path = ?", (path,)).fetchone()
            touched = set(self._db.execute("SELECT sort, id FROM claims WHERE source = ?", (source,)))
            self._db.execute("DELETE FROM claims WHERE source = ?", (source,))
            self._db.execute("DELETE FROM problems WHERE source = ?", (source,))
            claims = [("document", d.id, d.model_dump_json()) for d in extraction.documents]
            claims += [("record", r.id, r.model_dump_json()) for r in extraction.records]
            self._db.executemany(
                "INSERT OR IGNORE INTO claims (source, sort, id, body) VALUES (?, ?, ?, ?)",
                ((source, *claim) for claim in claims),
            )
            self._db.executemany(
                "INSERT INTO problems (source, body) VALUES (?, ?)",
                ((source, p.model_dump_json()) for p in extraction.problems),
            )
            touched.update((sort, id_) for sort, id_, _ in claims)
            self._merge_documents(id_ for sort, id_ in touched if sort == "document")
            self._merge_records(id_ for sort, id_ in touched if sort == "record")

    def _claims(self, sort: str, id_: str) -> list[tuple[int, str]]:
        return self._db.execute(
            "SELECT run, body FROM claims JOIN sources ON sources.id = source WHERE sort = ? AND claims.id = ?",
            (sort, id_),
        ).fetchall()

    def _merge_documents(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            claims = [
                DocumentClaim(run, Document.model_validate_json(body)) for run, body in self._claims("document", id_)
            ]
            if not claims:
                self._db.execute("DELETE FROM documents WHERE id = ?", (id_,))
                continue
            body = merge_documents(claims).model_dump_json()
            self._db.execute("INSERT OR REPLACE INTO documents (id, body) VALUES (?, ?)", (id_, body))

    def _merge_records(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            claims = [RecordClaim(run, Record.model_validate_json(body)) for run, body in self._claims("record", id_)]
            if not claims:
                self._db.execute("UPDATE records SET withdrawn = 1 WHERE id = ?", (id_,))
                continue
            record = merge_records(claims)
            self._db.execute(
                "INSERT OR REPLACE INTO records (id, document, kind, body, withdrawn) VALUES (?, ?, ?, ?, 0)",
                (id_, record.document_id, record.kind, record.model_dump_json()),
            )

    # --- reading ---------------------------------------------------------------------------------------------

    def documents(self) -> Iterator[Document]:
        """All documents, by identifier."""
        for (body,) in self._db.execute("SELECT body FROM documents ORDER BY id"):
            yield Document.model_validate_json(body)

    def records(self) -> Iterator[Record]:
        """All records that some source claims, by identifier."""
        for (body,) in self._db.execute("SELECT body FROM records WHERE NOT withdrawn ORDER BY id"):
            yield Record.model_validate_json(body)

    def withdrawn(self) -> Iterator[str]:
        """Identifiers of the records that no source claims any more."""
        for (id_,) in self._db.execute("SELECT id FROM records WHERE withdrawn ORDER BY id"):
            yield str(id_)

    def problems(self) -> dict[str, list[Problem]]:
        """What could not be used, by source path."""
        found: dict[str, list[Problem]] = defaultdict(list)
        query = "SELECT path, body FROM problems JOIN sources ON sources.id = source ORDER BY path, problems.rowid"
        for path, body in self._db.execute(query):
            found[path].append(Problem.model_validate_json(body))
        return dict(found)

    def count_records(self) -> Counter[str]:
        """How many records of each kind some source claims."""
        query = "SELECT kind, count(*) FROM records WHERE NOT withdrawn GROUP BY kind ORDER BY kind"
        return Counter(dict(self._db.execute(query)))
