"""What of a generation a change of the catalog touches.

A record is made anew where its own entry, or its document's, is another one; and so is every record that leads to such
a one by links, for they share a hit. All others stay as they stand in the generation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from index.catalog import Catalog
from index.content import Content, Digests
from index.model import Document, Record
from index.store import Store


class Changes(NamedTuple):
    """`records` are those to be made anew, in order; `gone` all whose passages must leave, these among them.

    `documents` are the changed ones and those of the records, `changed` tells which had another entry or none before;
    `dropped` are the documents that are no more.
    """

    records: dict[str, Record]
    gone: set[str]
    documents: dict[str, Document]
    changed: set[str]
    dropped: set[str]


def changes_of(store: Store, catalog: Catalog, content: Content, most: int) -> Changes | None:
    """What is to be made anew; None where that is more than `most` records."""
    before = store.digests("documents")
    changed = _differing(before, content.documents)
    touched = _differing(store.digests("records"), content.records)
    if len(touched) + len(changed) > most:
        return None
    if changed:
        owners = {*catalog.records_of(changed & content.documents.keys())}
        touched |= owners | {record for document in changed for record in store.record_ids_of(document)}
    touched |= set(_leading_to(touched, store))
    if len(touched) > most:
        return None
    records = {record.id: record for record in catalog.records_named(sorted(touched))}
    wanted = sorted({record.document_id for record in records.values()} | (changed & content.documents.keys()))
    documents = {document.id: document for document in catalog.documents_named(wanted)}
    return Changes(records, touched, documents, changed & content.documents.keys(), before.keys() - content.documents)


def _differing(before: Digests, now: Digests) -> set[str]:
    return {id_ for id_, _ in before.items() ^ now.items()}


def _leading_to(touched: set[str], store: Store) -> Iterator[str]:
    """The records that a chain of links leads from to one of these."""
    seen, ahead = set(touched), list(touched)
    while ahead:
        for source in store.sources(ahead.pop()):
            if source not in seen:
                seen.add(source)
                ahead.append(source)
                yield source


class Together(Mapping[str, Record]):
    """All records as they will be: those made anew, and those of the store that stay."""

    def __init__(self, changes: Changes, store: Store) -> None:
        self._changes = changes
        self._store = store

    def __getitem__(self, id_: str) -> Record:
        if id_ in self._changes.gone:
            return self._changes.records[id_]
        record = self._store.record(id_)
        if record is None:
            raise KeyError(id_)
        return record

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("records are looked up one by one; to list them all would read them all")

    def __len__(self) -> int:
        raise NotImplementedError("records are looked up one by one; to count them would read them all")

    def __contains__(self, id_: object) -> bool:
        if id_ in self._changes.gone:
            return id_ in self._changes.records
        return isinstance(id_, str) and self._store.record(id_) is not None
