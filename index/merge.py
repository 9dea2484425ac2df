"""One document or record out of what several sources claim of it.

The same evaluation stands in five sheets of an export, and the same lesson in last year's CSV and this year's
workbook. Each source's claim is kept as it came; the merged value is computed from all of them, and depends
neither on the order of the files nor on the order of their rows.

Newer runs win over older ones; within a run the claim that says most goes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.model import Document, Facets, Record
from index.visibility import strictest


class DocumentClaim(NamedTuple):
    """What one source says of a document, and in which indexing run it said so."""

    run: int
    value: Document


class RecordClaim(NamedTuple):
    """What one source says of a record, and in which indexing run it said so."""

    run: int
    value: Record


def _said(value: Document | Record) -> int:
    """How many fields a claim fills in, counting each facet value."""
    filled = value.model_dump(exclude_defaults=True)
    return len(filled) + sum(len(values) for values in filled.get("facets", {}).values())


def _rank(run: int, value: Document | Record) -> tuple[int, int, str]:
    return (-run, -_said(value), value.model_dump_json())


def unite(facets: Iterable[Facets]) -> Facets:
    """All values of all facets, each once, sorted."""
    every = list(facets)
    return Facets(**{name: tuple(sorted({v for f in every for v in getattr(f, name)})) for name in Facets.model_fields})


def merge_documents(claims: Sequence[DocumentClaim]) -> Document:
    """Fill each field from the first claim that has it; unite the facets of all claims.

    The document is for those alone who may see all that is claimed of it: the merged value tells what each source says.
    """
    ordered = [claim.value for claim in sorted(claims, key=lambda c: _rank(*c))]
    fields = {}
    for name in Document.model_fields:
        fields[name] = next((v for d in ordered if (v := getattr(d, name)) is not None), None)
    fields["facets"] = unite(d.facets for d in ordered)
    fields["visibility"] = strictest(d.visibility for d in ordered)
    return Document(**fields)


def merge_records(claims: Sequence[RecordClaim]) -> Record:
    """Take the first claim whole, with the facets of all claims of the same run.

    Texts are never mixed: a record reads as one source states it. Nor are documents, of which each has readers of its
    own: what is claimed of the record as part of another document adds nothing.
    """
    first, *rest = sorted(claims, key=lambda c: _rank(*c))
    own = first.value.document_id
    same_run = [first, *(claim for claim in rest if claim.run == first.run and claim.value.document_id == own)]
    return first.value.model_copy(update={"facets": unite(c.value.facets for c in same_run)})
