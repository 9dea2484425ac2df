"""A record as answers show it: its evaluation, its texts, and what it is linked to."""

from __future__ import annotations

from index.model import Document, Kind, Record
from index.opened import Opened
from retrieval.answer import DocumentRef, LinkedRecord, RecordText
from retrieval.citation import permalink

_ANSWERED = {Kind.RECOMMENDATION, Kind.MANAGEMENT_RESPONSE}  # what responses and actions link to


def document_of(opened: Opened, record: Record) -> Document:
    """The record's document; publishers give one with every record."""
    document = opened.store.document(record.document_id)
    if document is None:
        raise LookupError(f"{record.id} names the document {record.document_id}, which is not in the generation")
    return document


def document_ref(document: Document) -> DocumentRef:
    """What a hit tells of its evaluation."""
    return DocumentRef(
        id=document.id,
        publisher=document.publisher,
        title=document.title,
        number=document.number,
        url=document.url,
        published=document.published,
        evaluation_type=document.evaluation_type,
    )


def linked_records(opened: Opened, record: Record) -> list[LinkedRecord]:
    """The recommendation that a record answers, the responses to it, and the actions on those."""
    store = opened.store
    chain: list[tuple[str, Record]] = []
    for link in record.links:
        target = store.record(link.target)
        if target is not None:
            chain.append((link.relation, target))
            chain.extend((link.relation, up) for link in target.links if (up := store.record(link.target)))
    for follower in store.linking_to(record.id) if record.kind in _ANSWERED else ():
        relations = {link.target: link.relation for link in follower.links}
        chain.append((relations[record.id], follower))
        chain.extend(("acts_on", action) for action in store.linking_to(follower.id))
    return [_linked(relation, one) for relation, one in chain]


def _linked(relation: str, record: Record) -> LinkedRecord:
    return LinkedRecord(
        id=record.id,
        kind=record.kind,
        relation=relation,
        title=record.title,
        status=record.status,
        progress=record.progress,
        texts=record_texts(record),
        details=record.details,
        permalink=permalink(record.id),
    )


def record_texts(record: Record) -> list[RecordText]:
    """All texts of a record."""
    return [
        RecordText(name=p.name, text=p.text, kind=p.kind or record.kind, language=p.language, anchor=p.anchor)
        for p in record.parts
    ]
