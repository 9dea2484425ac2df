"""The catalog: one SQLite file that holds everything that was read. All indexes are caches of it.

Every source file is taken in within one transaction: after a crash the catalog holds either all that the file
says or what it said before.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from index.database import named_errors, open_database, transaction
from index.errors import CatalogError
from index.merge import DocumentClaim, RecordClaim, merge_documents, merge_records
from index.model import Document, Extraction, Problem, Record
from index.visibility import PUBLIC, strictest

_Value = TypeVar("_Value", bound=BaseModel)
_LOOKUP = 500  # names a query; SQLite allows 32,766 parameters


class Catalog:
    """Reads and writes one catalog file. One writer at a time (see `index/indexer.py`), any number of readers.

    Every method raises CatalogError where the file is damaged, locked or cannot grow.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = open_database(path)

    def _named_errors(self) -> AbstractContextManager[None]:
        return named_errors(self._path)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._named_errors(), transaction(self._db):
            yield

    def _rows(self, query: str, *parameters: str | int) -> Iterator[Any]:
        with self._named_errors():
            yield from self._db.execute(query, parameters)

    def _parsed(self, model: type[_Value], body: str) -> _Value:
        try:
            return model.model_validate_json(body)
        except ValidationError as error:
            raise CatalogError(
                f"{self._path} holds a {model.__name__.lower()} that this version of Afterwise cannot read: "
                f"{error.errors()[0]['msg']}.",
                hint="Use the version of Afterwise that wrote it, or index the sources into a new --data folder.",
            ) from error

    def close(self) -> None:
        """Close the file. The catalog cannot be used afterwards."""
        self._db.close()

    # --- taking in -------------------------------------------------------------------------------------------

    def next_run(self) -> int:
        """The number of the run that begins now: 1, 2, 3 …

        A run that was interrupted and the one that completes it are one run: what they claim of a record has the
        same weight, as if nothing had happened.
        """
        ((finished, last),) = self._rows(
            "SELECT (SELECT value FROM meta WHERE key = 'finished_run'), (SELECT max(run) FROM sources)"
        )
        return max(int(finished or 0) + 1, last or 0)

    def finish_run(self, run: int) -> None:
        """Say that all that a run has to do is done."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('finished_run', ?)", (str(run),))

    def sources(self) -> list[str]:
        """The paths, or names, of all that was ever taken in."""
        return [str(path) for (path,) in self._rows("SELECT path FROM sources ORDER BY path")]

    def signature_of(self, path: str) -> str | None:
        """The signature under which a source was last taken in, or None for a new source."""
        return next((str(found) for (found,) in self._rows("SELECT signature FROM sources WHERE path = ?", path)), None)

    def visibility_of(self, path: str) -> str | None:
        """The visibility that a source was last taken in with, None where nobody said one."""
        rows = self._rows("SELECT visibility FROM sources WHERE path = ?", path)
        return next((visibility for (visibility,) in rows), None)

    def take_in(
        self, path: str, signature: str, run: int, extraction: Extraction, visibility: str | None = None
    ) -> None:
        """Replace everything that the source at `path` claims, and merge what that changes.

        Records that no source claims afterwards are marked as withdrawn. All or nothing. Raises ValueError for an
        extraction with a record of a document that it does not hold. What was deleted stays away and is a problem of
        the source. `visibility` is kept for when the source is read again; the extraction has it already.
        """
        given = {document.id for document in extraction.documents}
        if lost := [record.id for record in extraction.records if record.document_id not in given]:
            raise ValueError(f"{path} gives records without their document, such as {lost[0]}")
        narrow = strictest(document.visibility for document in extraction.documents)
        extraction = self._without_deleted(path, extraction)
        with self._transaction():
            self._db.execute(
                "INSERT INTO sources (path, signature, run, visibility, strictest) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (path) DO UPDATE SET signature = excluded.signature, run = excluded.run, "
                "visibility = excluded.visibility, strictest = excluded.strictest",
                (path, signature, run, visibility, narrow),
            )
            (source,) = self._db.execute("SELECT id FROM sources WHERE path = ?", (path,)).fetchone()
            touched = self._forget_claims(source)
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
            self._merge(touched)

    def remove(self, path: str) -> bool:
        """Forget a source and all that it claims; whether there was one. What no other source claims is withdrawn."""
        with self._transaction():
            found = self._db.execute("SELECT id FROM sources WHERE path = ?", (path,)).fetchone()
            if found is not None:
                self._merge(self._forget_claims(found[0]))
                self._db.execute("DELETE FROM sources WHERE id = ?", found)
        return found is not None

    def delete(self, document: str) -> int:
        """Withdraw a document with all its records, whatever source claims them, now and later.

        Their texts leave the catalog. Gives the number of records that are withdrawn by this.
        """
        with self._transaction():
            visible = "NOT EXISTS (SELECT 1 FROM records WHERE document = ?1 AND withdrawn AND hidden) AND coalesce("
            visible += "(SELECT json_extract(body, '$.visibility') FROM documents WHERE id = ?1), ?2) = ?2"
            self._db.execute(
                f"INSERT OR IGNORE INTO deleted (document, at, hidden) VALUES (?1, ?3, NOT ({visible}))",  # noqa: S608
                (document, PUBLIC, time.time()),
            )
            self._db.execute(
                "INSERT OR IGNORE INTO told SELECT document FROM deleted WHERE document = ? AND NOT hidden", (document,)
            )
            claimed = "sort = 'record' AND json_extract(body, '$.document_id') = ?"
            records = {id_ for (id_,) in self._db.execute(f"SELECT id FROM claims WHERE {claimed}", (document,))}  # noqa: S608
            self._db.execute(f"DELETE FROM claims WHERE {claimed}", (document,))  # noqa: S608
            self._db.execute("DELETE FROM claims WHERE sort = 'document' AND id = ?", (document,))
            self._merge({("document", document), *(("record", id_) for id_ in records)})
            self._db.execute("UPDATE records SET body = '' WHERE withdrawn AND document = ?", (document,))
            (gone,) = self._db.execute(
                "SELECT count(*) FROM records WHERE withdrawn AND document = ?", (document,)
            ).fetchone()
        return int(gone)

    def restore(self, document: str) -> bool:
        """Let a deleted document come back; whether it was deleted.

        All sources count as changed, so that the next run on them finds it again.
        """
        with self._transaction():
            found = self._db.execute("DELETE FROM deleted WHERE document = ?", (document,)).rowcount > 0
            if found:
                self._db.execute("UPDATE sources SET signature = ''")
        return found

    def _without_deleted(self, path: str, extraction: Extraction) -> Extraction:
        deleted = dict(self._rows("SELECT document, at FROM deleted"))
        away = [document.id for document in extraction.documents if document.id in deleted]
        if not away:
            return extraction
        problems = [
            Problem(
                file=Path(path).name,
                reason=f"This was deleted on {datetime.fromtimestamp(deleted[id_], UTC):%Y-%m-%d}: it stays away.",
                hint=f"To take it in again: afterwise delete {id_} --undo.",
                record_id=id_,  # by it, those who may not see what was deleted are not told
            )
            for id_ in away
        ]
        return Extraction(
            documents=tuple(one for one in extraction.documents if one.id not in deleted),
            records=tuple(one for one in extraction.records if one.document_id not in deleted),
            problems=(*extraction.problems, *problems),
        )

    def _forget_claims(self, source: int) -> set[tuple[str, str]]:
        """Remove what a source claims; what that touches, as sort and identifier."""
        touched = set(self._db.execute("SELECT sort, id FROM claims WHERE source = ?", (source,)))
        self._db.execute("DELETE FROM claims WHERE source = ?", (source,))
        self._db.execute("DELETE FROM problems WHERE source = ?", (source,))
        return touched

    def _merge(self, touched: Iterable[tuple[str, str]]) -> None:
        touched = list(touched)
        records = [id_ for sort, id_ in touched if sort == "record"]
        hidden = self._hidden(records)  # their documents may be gone in a moment
        self._merge_documents(id_ for sort, id_ in touched if sort == "document")
        self._merge_records(records, hidden)

    def _hidden(self, ids: Iterable[str]) -> set[str]:
        """Those of these records whose document is not public as it stands now."""
        query = (
            "SELECT 1 FROM records JOIN documents ON documents.id = document "
            "WHERE records.id = ? AND json_extract(documents.body, '$.visibility') <> ?"
        )
        return {id_ for id_ in ids if self._db.execute(query, (id_, PUBLIC)).fetchone()}

    def _claims(self, sort: str, id_: str, model: type[_Value]) -> list[tuple[int, _Value]]:
        query = "SELECT run, body FROM claims JOIN sources ON sources.id = source WHERE sort = ? AND claims.id = ?"
        return [(run, self._parsed(model, body)) for run, body in self._rows(query, sort, id_)]

    def _merge_documents(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            claims = [DocumentClaim(*claim) for claim in self._claims("document", id_, Document)]
            if not claims:
                self._db.execute("DELETE FROM documents WHERE id = ?", (id_,))
                continue
            document = merge_documents(claims)
            self._db.execute(
                "INSERT OR REPLACE INTO documents (id, body) VALUES (?, ?)", (id_, document.model_dump_json())
            )
            if document.visibility == PUBLIC:
                self._db.execute("DELETE FROM told WHERE id = ?", (id_,))

    def _merge_records(self, ids: Iterable[str], hidden: Collection[str]) -> None:
        for id_ in ids:
            claims = [RecordClaim(*claim) for claim in self._claims("record", id_, Record)]
            if not claims:
                withdraw = "UPDATE records SET withdrawn = 1, hidden = ? WHERE id = ? AND NOT withdrawn"
                self._db.execute(withdraw, (id_ in hidden, id_))
                self._db.execute(
                    "INSERT OR IGNORE INTO told SELECT id FROM records WHERE id = ? AND NOT hidden", (id_,)
                )
                continue
            record = merge_records(claims)
            self._db.execute(
                "INSERT OR REPLACE INTO records (id, document, kind, body, withdrawn) VALUES (?, ?, ?, ?, 0)",
                (id_, record.document_id, record.kind, record.model_dump_json()),
            )
            back = "DELETE FROM told WHERE id = ? AND EXISTS (SELECT 1 FROM documents WHERE id = ? AND "
            back += "json_extract(body, '$.visibility') = ?)"
            self._db.execute(back, (id_, record.document_id, PUBLIC))

    # --- reading ---------------------------------------------------------------------------------------------

    def documents(self) -> Iterator[Document]:
        """All documents, by identifier."""
        for (body,) in self._rows("SELECT body FROM documents ORDER BY id"):
            yield self._parsed(Document, body)

    def records(self) -> Iterator[Record]:
        """All records that some source claims, by identifier."""
        for (body,) in self._rows("SELECT body FROM records WHERE NOT withdrawn ORDER BY id"):
            yield self._parsed(Record, body)

    def bodies(self, table: Literal["documents", "records"]) -> list[tuple[str, bytes]]:
        """Identifier and JSON, in UTF-8, of all documents, or of all records that some source claims, by identifier."""
        claimed = " WHERE NOT withdrawn" if table == "records" else ""
        with self._named_errors():
            return self._db.execute(f"SELECT id, CAST(body AS BLOB) FROM {table}{claimed} ORDER BY id").fetchall()  # noqa: S608

    def documents_named(self, ids: Iterable[str]) -> list[Document]:
        """Those of these documents that there are, in the order given."""
        found = (next(self._rows("SELECT body FROM documents WHERE id = ?", id_), None) for id_ in ids)
        return [self._parsed(Document, one[0]) for one in found if one]

    def records_of(self, documents: Collection[str]) -> list[str]:
        """The identifiers of the records of these documents that some source claims."""
        found: list[str] = []
        named = list(documents)
        for begin in range(0, len(named), _LOOKUP):
            some = named[begin : begin + _LOOKUP]
            query = f"SELECT id FROM records WHERE NOT withdrawn AND document IN ({','.join('?' * len(some))})"  # noqa: S608
            found.extend(str(id_) for (id_,) in self._rows(query, *some))
        return found

    def records_named(self, ids: Iterable[str]) -> list[Record]:
        """Those of these records that some source claims, in the order given."""
        query = "SELECT body FROM records WHERE id = ? AND NOT withdrawn"
        found = (next(self._rows(query, id_), None) for id_ in ids)
        return [self._parsed(Record, one[0]) for one in found if one]

    def withdrawn(self) -> Iterator[str]:
        """Identifiers of the records that no source claims any more, and of the documents that were deleted.

        Of those alone that were public when they went: of the others nobody is told that there was one. Those that came
        back for some readers alone are among them.
        """
        public = "json_extract(documents.body, '$.visibility') = ?"
        query = (
            f"SELECT id FROM told EXCEPT SELECT id FROM documents WHERE {public} EXCEPT SELECT records.id FROM records "  # noqa: S608
            f"JOIN documents ON documents.id = document WHERE NOT withdrawn AND {public} ORDER BY 1"
        )
        for (id_,) in self._rows(query, PUBLIC, PUBLIC):
            yield str(id_)

    def visibilities(self) -> dict[str, str]:
        """The visibility of every document, by identifier."""
        return dict(self._rows("SELECT id, json_extract(body, '$.visibility') FROM documents"))

    def problems(self) -> dict[str, list[Problem]]:
        """What could not be used, by source path."""
        found: dict[str, list[Problem]] = defaultdict(list)
        query = "SELECT path, body FROM problems JOIN sources ON sources.id = source ORDER BY path, problems.rowid"
        for path, body in self._rows(query):
            found[path].append(self._parsed(Problem, body))
        return dict(found)

    def count_records(self) -> Counter[str]:
        """How many records of each kind some source claims."""
        query = "SELECT kind, count(*) FROM records WHERE NOT withdrawn GROUP BY kind ORDER BY kind"
        return Counter(dict(self._rows(query)))
