"""The documents, records and passages of one generation: a read-only SQLite file.

The catalog goes on changing while people search; a generation answers from its own copy, so that no answer ever
mixes two states, and an old generation can be opened again.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays import map_array, save_array
from index.chunking import Passage
from index.content import Content
from index.forms import Form
from index.model import Document, Kind, Record
from index.visibility import PUBLIC

_KEPT = 4096  # records, documents and links kept ready
_FORMS = 1 << 16  # terms whose forms are kept ready
_LOOKUP = 500  # rows a query; SQLite allows 32,766 parameters


class StoredPassage(NamedTuple):
    """A passage with the record that it is of. `row` is its number in every index of the generation."""

    row: int
    id: str
    record: Record
    part: int
    start: int
    end: int
    kind: Kind

    @property
    def text(self) -> str:
        """The passage's text, exactly as published."""
        return self.record.parts[self.part].text[self.start : self.end]


def write_store(
    file: Path,
    documents: Iterable[Document],
    records: Iterable[Record],
    passages: Sequence[Passage],
    heads: Iterable[str],
    forms: Iterable[Form],
    withdrawn: Iterable[str],
    content: Content | None = None,
) -> None:
    """Write a new store. Passages are numbered in the order given; `heads` holds the hit's record of each.

    Documents, records, passages with their heads, and forms are read in this order, each once.

    `content` has the digests of the catalog's entries; without it they are those of the values given.
    """
    if content is None:
        documents, records = list(documents), list(records)
        content = Content.of_values({d.id: d for d in documents}, {r.id: r for r in records}, ())
    db = sqlite3.connect(file, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = OFF")  # a store that is not finished is thrown away
        db.execute("PRAGMA synchronous = OFF")  # the generation syncs its files before it is published
        db.executescript(files("index").joinpath("store.sql").read_text("utf-8"))
        db.execute("BEGIN")
        insert_values(db, documents, records, content)
        insert_passages(db, passages, heads, first=0)
        db.executemany("INSERT INTO forms VALUES (?, ?, ?)", forms)
        db.executemany("INSERT INTO withdrawn VALUES (?)", ((id_,) for id_ in withdrawn))
        db.execute("COMMIT")
    finally:
        db.close()
    save_array(numbers_of(file), np.arange(len(passages), dtype=np.int32))


def numbers_of(file: Path) -> Path:
    """The file that holds the number, within the store at `file`, of the passage of each row."""
    return file.with_suffix(".rows.npy")


def insert_values(
    db: sqlite3.Connection, documents: Iterable[Document], records: Iterable[Record], content: Content
) -> None:
    """Insert documents, and records with their links."""
    values = ((d.id, _body(d), content.documents[d.id]) for d in documents)
    db.executemany("INSERT INTO documents VALUES (?, ?, ?)", values)
    for record in records:
        row = (record.id, record.local_id, record.document_id, _body(record), content.records[record.id])
        db.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?)", row)
        links = ((link.target, link.relation, record.id) for link in record.links)
        db.executemany("INSERT OR IGNORE INTO links VALUES (?, ?, ?)", links)


def insert_passages(db: sqlite3.Connection, passages: Iterable[Passage], heads: Iterable[str], first: int) -> None:
    """Insert passages, numbered from `first`, each with the record that its hit shows."""
    rows = (
        (number, p.id, p.record_id, head, p.part, p.start, p.end, p.kind)
        for number, (p, head) in enumerate(zip(passages, heads, strict=True), start=first)
    )
    db.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _body(model: Document | Record) -> str:
    """What a source does not say is not written: the rest is read in half the time."""
    return model.model_dump_json(exclude_defaults=True)


class Store:
    """Looks things up in a store. Safe to share between threads: SQLite serialises the calls."""

    def __init__(self, file: Path) -> None:
        self.file = file
        # immutable: the file is never written again, so SQLite needs no locks and may sit on a read-only disk
        self._db = sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        self.numbers = map_array(numbers_of(file))
        self._keep_ready()

    def _keep_ready(self) -> None:
        # The same records and evaluations come back in many answers; nothing here ever changes.
        self.document = lru_cache(maxsize=_KEPT)(self._read_document)
        self.record = lru_cache(maxsize=_KEPT)(self._read_record)
        self._linking_to = lru_cache(maxsize=_KEPT)(self._read_linking_to)
        self._targets = frozenset(target for (target,) in self._db.execute("SELECT DISTINCT target FROM links"))
        self.forms = lru_cache(maxsize=_FORMS)(self._read_forms)

    def close(self) -> None:
        """Close the file. The store cannot be used afterwards."""
        self._db.close()

    def _read_document(self, id_: str) -> Document | None:
        """The document of this identifier."""
        found = self._db.execute("SELECT body FROM documents WHERE id = ?", (id_,)).fetchone()
        return None if found is None else Document.model_validate_json(found[0])

    def _read_record(self, id_: str) -> Record | None:
        """The record of this identifier."""
        found = self._db.execute("SELECT body FROM records WHERE id = ?", (id_,)).fetchone()
        return None if found is None else Record.model_validate_json(found[0])

    def record_ids(self, name: str) -> list[str]:
        """Identifiers of the records that `name` means: the identifier itself, or a publisher's own numbering."""
        query = "SELECT id FROM records WHERE id = ? UNION SELECT id FROM records WHERE local_id = ? ORDER BY id"
        return [str(id_) for (id_,) in self._db.execute(query, (name, name))]

    def local_ids(self) -> dict[str, str]:
        """Identifier → the record's name in its publisher's numbering, where no other publisher uses that name too."""
        query = "SELECT min(id), local_id FROM records GROUP BY local_id HAVING count(*) = 1"
        return dict(self._db.execute(query))

    def ids(self) -> list[str]:
        """Identifiers of all records, in their order; also of those without any text."""
        return [str(id_) for (id_,) in self._db.execute("SELECT id FROM records ORDER BY id")]

    def records_of(self, document: str) -> list[Record]:
        """All records of a document, by identifier."""
        query = "SELECT body FROM records WHERE document = ? ORDER BY id"
        return [Record.model_validate_json(body) for (body,) in self._db.execute(query, (document,))]

    def linking_to(self, target: str) -> tuple[Record, ...]:
        """The records that link to this one: responses to a recommendation, actions on a response."""
        return self._linking_to(target) if target in self._targets else ()

    def _read_linking_to(self, target: str) -> tuple[Record, ...]:
        query = "SELECT source FROM links WHERE target = ? ORDER BY source"
        return tuple(self._known(source) for (source,) in self._db.execute(query, (target,)))

    def _read_forms(self, term: str) -> tuple[str, ...]:
        """The words of the collection's texts that count as this term, in lower case and in order."""
        return tuple(
            word for (word,) in self._db.execute("SELECT word FROM forms WHERE term = ? ORDER BY word", (term,))
        )

    def _known(self, id_: str) -> Record:
        """A record that the store itself names."""
        record = self.record(id_)
        if record is None:
            raise LookupError(f"the store names the record {id_} and does not hold it")
        return record

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """The passages of these rows, in the same order. Raises IndexError for a row that there is not."""
        found: dict[int, StoredPassage] = {}
        numbers = self.numbers[np.asarray(rows, dtype=np.int64)].tolist()
        row_of = dict(zip(numbers, rows, strict=True))
        for begin in range(0, len(rows), _LOOKUP):
            some = numbers[begin : begin + _LOOKUP]
            marks = ",".join("?" * len(some))
            query = f"SELECT number, id, record, part, start, stop, kind FROM passages WHERE number IN ({marks})"  # noqa: S608
            for number, id_, record, part, start, stop, kind in self._db.execute(query, some):
                row = row_of[number]
                found[number] = StoredPassage(row, id_, self._known(record), part, start, stop, Kind(kind))
        return [found[number] for number in numbers]

    @cached_property
    def _row_of(self) -> NDArray[np.int32]:
        """The row of each number, -1 for numbers that no passage has any more."""
        rows = np.full(int(self.numbers.max(initial=-1)) + 1, -1, dtype=np.int32)
        rows[self.numbers] = np.arange(len(self.numbers), dtype=np.int32)
        return rows

    def passage(self, id_: str) -> StoredPassage | None:
        """The passage of this identifier."""
        found = self._db.execute("SELECT number FROM passages WHERE id = ?", (id_,)).fetchone()
        return None if found is None else self.passages([int(self._row_of[found[0]])])[0]

    def passages_of(self, record: str) -> list[StoredPassage]:
        """All passages of a record, in the order of its text."""
        query = "SELECT number FROM passages WHERE record = ? ORDER BY part, start"
        return self.passages([int(self._row_of[number]) for (number,) in self._db.execute(query, (record,))])

    def is_withdrawn(self, id_: str) -> bool:
        """Whether there was a record of this identifier that no source holds any more."""
        return self._db.execute("SELECT 1 FROM withdrawn WHERE id = ?", (id_,)).fetchone() is not None

    def passage_ids(self) -> list[str]:
        """The identifier of every passage, in row order."""
        id_of = dict(self._db.execute("SELECT number, id FROM passages"))
        return [str(id_of[number]) for number in self.numbers.tolist()]

    def documents_of_passages(self) -> list[str]:
        """The identifier of every passage's document, in row order."""
        query = "SELECT number, document FROM passages JOIN records ON records.id = record"
        document_of = dict(self._db.execute(query))
        return [str(document_of[number]) for number in self.numbers.tolist()]

    def heads(self) -> list[str]:
        """The identifier of the hit's record of every row, in row order."""
        return [head for _, head in self.places()]

    def places(self) -> list[tuple[str, str]]:
        """The identifiers of every row's record and of its hit's record, in row order."""
        found: list[tuple[str, str]] = [("", "")] * (len(self._row_of))
        for number, record, head in self._db.execute("SELECT number, record, head FROM passages"):
            found[number] = record, head
        return [found[number] for number in self.numbers.tolist()]

    def visibilities(self) -> dict[str, str]:
        """The visibility of every document, by identifier."""
        query = "SELECT id, coalesce(json_extract(body, '$.visibility'), ?) FROM documents"
        return dict(self._db.execute(query, (PUBLIC,)))

    def collection(self) -> tuple[dict[str, Document], dict[str, Record]]:
        """All documents and all records, each in the order of identifiers."""
        documents = self._db.execute("SELECT id, body FROM documents ORDER BY id")
        records = self._db.execute("SELECT id, body FROM records ORDER BY id")
        return (
            {id_: Document.model_validate_json(body) for id_, body in documents},
            {id_: Record.model_validate_json(body) for id_, body in records},
        )

    def withdrawn(self) -> list[str]:
        """The identifiers that `is_withdrawn` knows, in order."""
        return [str(id_) for (id_,) in self._db.execute("SELECT id FROM withdrawn ORDER BY id")]

    def record_ids_of(self, document: str) -> list[str]:
        """The identifiers of the records of a document."""
        return [str(id_) for (id_,) in self._db.execute("SELECT id FROM records WHERE document = ?", (document,))]

    def digests(self, table: Literal["documents", "records"]) -> dict[str, bytes]:
        """The digest of the catalog's entry of every document, or record, by identifier."""
        return dict(self._db.execute(f"SELECT id, digest FROM {table}"))  # noqa: S608

    def sources(self, target: str) -> list[str]:
        """The identifiers of the records that link to `target`, which need not be in the store."""
        return [str(id_) for (id_,) in self._db.execute("SELECT source FROM links WHERE target = ?", (target,))]

    def count_statuses(self, field: str) -> dict[str, int]:
        """How many management responses have each "status" or "progress", most frequent first."""
        query = (
            "SELECT json_extract(body, '$.' || ?) AS value, count(*) FROM records "
            "WHERE json_extract(body, '$.kind') = 'management_response' AND value IS NOT NULL "
            "GROUP BY value ORDER BY count(*) DESC, value"
        )
        return {str(value): int(count) for value, count in self._db.execute(query, (field,))}


def count_kinds(records: Iterable[Record]) -> Counter[str]:
    """How many records there are of each kind."""
    return Counter(record.kind.value for record in records)
