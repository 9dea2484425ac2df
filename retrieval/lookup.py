"""One record or document by its identifier, for permalinks and for reading on."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from index.model import Anchor, Criterion, Document, Facets, Kind, Polarity, Record
from index.opened import Opened
from index.store import StoredPassage
from retrieval.answer import DocumentRef, LinkedRecord, RecordText
from retrieval.characters import is_text
from retrieval.citation import cite, permalink
from retrieval.citations.reference import Reference, reference
from retrieval.errors import NotFound, Withdrawn
from retrieval.records import document_of, document_ref, linked_records, record_texts

_PASSAGE = re.compile(r".+:[a-z][a-z0-9_]*-[0-9]+")  # record, part and ordinal, as index/chunking.py names passages


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PassageRef(_Model):
    """A passage of a record: characters `start` to `end` (exclusive) of the text named `field`."""

    id: str
    field: str
    start: int
    end: int


class RecordView(_Model):
    """A whole record: all its texts, its evaluation, what it is linked to, how to cite it."""

    id: str
    passage_id: str | None = Field(default=None, description="The passage that was asked for, where one was.")
    local_id: str
    kind: Kind
    title: str | None = None
    heading_path: list[str]
    texts: list[RecordText]
    passages: list[PassageRef]
    document: DocumentRef
    year: int | None = None
    polarity: Polarity | None = None
    criterion: Criterion | None = None
    status: str | None = None
    progress: str | None = None
    facets: Facets
    details: dict[str, str]
    linked: list[LinkedRecord]
    permalink: str
    citation: str
    generation: str


class RecordRef(_Model):
    """A record in the list of a document."""

    id: str
    kind: Kind
    title: str | None = None
    beginning: str = Field(description="The first 120 characters of its text.")
    permalink: str


class DocumentView(_Model):
    """A document with everything that the collection holds of it."""

    document: Document
    records: list[RecordRef]
    generation: str


def find_record(opened: Opened, id_: str) -> RecordView:
    """The record of this identifier, or the record of the passage of this identifier.

    Raises NotFound; Withdrawn for a record that no source holds any more.
    """
    record, passage, anchor = find_place(opened, id_)
    document = document_of(opened, record)
    return RecordView(
        id=record.id,
        passage_id=passage.id if passage else None,
        local_id=record.local_id,
        kind=record.kind,
        title=record.title,
        heading_path=list(record.heading_path),
        texts=record_texts(record),
        passages=[
            PassageRef(id=p.id, field=record.parts[p.part].name, start=p.start, end=p.end)
            for p in opened.store.passages_of(record.id)
        ],
        document=document_ref(document),
        year=record.year or document.year,
        polarity=record.polarity,
        criterion=record.criterion,
        status=record.status,
        progress=record.progress,
        facets=record.facets,
        details=record.details,
        linked=linked_records(opened, record),
        permalink=permalink(record.id),
        citation=cite(record, document, anchor),
        generation=opened.manifest.name,
    )


def find_reference(opened: Opened, id_: str) -> Reference:
    """How to cite the record of this identifier, or of the passage of this identifier, at its place.

    Raises NotFound; Withdrawn for a record that no source holds any more.
    """
    record, _, anchor = find_place(opened, id_)
    return reference(record, document_of(opened, record), anchor)


def find_place(opened: Opened, id_: str) -> tuple[Record, StoredPassage | None, Anchor | None]:
    """The record, the passage where one was asked for, and where the text asked for stands.

    Where a record is cut into other passages than it once was, the permalink of a passage leads to its record.
    Raises NotFound, Withdrawn.
    """
    _check(id_)
    record = opened.store.record(id_)
    passage = None if record else opened.store.passage(id_)
    if passage:
        record = passage.record
    elif record is None and _PASSAGE.fullmatch(id_):
        record = opened.store.record(id_.rpartition(":")[0])
    if record is None:
        raise _missing(opened, id_)
    return record, passage, record.parts[passage.part if passage else 0].anchor if record.parts else None


def _check(id_: str) -> None:
    if not is_text(id_):
        raise NotFound("This is no identifier: it is not text.", hint="Identifiers look like ilo:lesson:156630.")


def _missing(opened: Opened, id_: str) -> NotFound:
    # A passage of a withdrawn record is withdrawn with it: "publisher:kind:number:text-1" without its last part.
    if opened.store.is_withdrawn(id_) or opened.store.is_withdrawn(id_.rpartition(":")[0]):
        return Withdrawn(f"{id_} was withdrawn: no source holds it any more.", hint="Search for what replaced it.")
    return NotFound(f"There is no record or passage {id_}.", hint="Identifiers look like ilo:lesson:156630.")


def find_document(opened: Opened, id_: str) -> DocumentView:
    """The document of this identifier with its records. Raises NotFound; Withdrawn for one that was deleted."""
    _check(id_)
    document = opened.store.document(id_)
    if document is None and opened.store.is_withdrawn(id_):
        raise Withdrawn(f"{id_} was withdrawn: it was deleted here.", hint="Search for what replaced it.")
    if document is None:
        raise NotFound(f"There is no document {id_}.", hint="Identifiers look like ilo:evaluation:1907.")
    records = [_ref(record) for record in opened.store.records_of(id_)]
    return DocumentView(document=document, records=records, generation=opened.manifest.name)


def _ref(record: Record) -> RecordRef:
    text = record.parts[0].text if record.parts else ""
    return RecordRef(
        id=record.id, kind=record.kind, title=record.title, beginning=text[:120], permalink=permalink(record.id)
    )
