"""What several tables of one file say → one extraction, in an order that depends on nothing but its content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from index.merge import DocumentClaim, RecordClaim, merge_documents, merge_records
from index.model import Document, Extraction, Problem, Record


def combine(extractions: Iterable[Extraction]) -> Extraction:
    """One extraction with one value a document and record, sorted by identifier."""
    documents: defaultdict[str, list[Document]] = defaultdict(list)
    records: defaultdict[str, list[Record]] = defaultdict(list)
    problems: list[Problem] = []
    for extraction in extractions:
        for document in extraction.documents:
            documents[document.id].append(document)
        for record in extraction.records:
            records[record.id].append(record)
        problems += extraction.problems
    return Extraction(
        documents=tuple(_document(same) for _, same in sorted(documents.items())),
        records=tuple(_record(same) for _, same in sorted(records.items())),
        problems=tuple(problems),
    )


def _document(same: list[Document]) -> Document:
    return same[0] if len(same) == 1 else merge_documents([DocumentClaim(0, document) for document in same])


def _record(same: list[Record]) -> Record:
    return same[0] if len(same) == 1 else merge_records([RecordClaim(0, record) for record in same])
