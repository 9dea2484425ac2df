"""A record → records of other evaluations that say something close to it, by the vectors that the index holds.

Nothing is encoded: the mean vector of the record's passages (or that of the one asked for) is the query. What was said
about evidence (responses, actions, context) is not offered, and each evaluation at most once, so that a long report
does not fill the list with itself.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from index.backends.expressions import And, In, Not, These, expressed
from index.encoders.base import Vectors
from index.model import Kind
from index.opened import Opened
from index.store import StoredPassage
from index.vectors import Mask
from retrieval.answer import DocumentRef
from retrieval.citation import cite, permalink
from retrieval.lookup import find_place
from retrieval.records import document_of, document_ref
from retrieval.supporting import SUPPORTING

# Of passages taken at random from the ILO export, 99 pairs in 100 are further apart (all-MiniLM-L6-v2).
LEAST = 0.55
_DEPTH = 200  # passages looked at


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SimilarRecord(_Model):
    """A record of another evaluation, by its passage that is nearest."""

    id: str = Field(description="The passage's identifier.")
    record_id: str
    kind: Kind
    title: str | None = None
    text: str = Field(description="The passage, exactly as published.")
    language: str | None = None
    document: DocumentRef
    year: int | None = None
    published: date | None = None
    cosine: float = Field(description="Closeness, at most 1. Not a percentage.")
    permalink: str
    citation: str


class SimilarRecords(_Model):
    """The records nearest to one, nearest first."""

    id: str
    similar: list[SimilarRecord]
    generation: str


def find_similar(opened: Opened, id_: str, limit: int = 5) -> SimilarRecords:
    """At most `limit` records near the record or passage of this identifier. Raises NotFound, Withdrawn."""
    record, passage, _ = find_place(opened, id_)
    own = [passage] if passage else opened.store.passages_of(record.id)
    found: list[SimilarRecord] = []
    if own:
        rows = np.array([one.row for one in own], dtype=np.int64)
        nearest = opened.vectors.nearest(_mean(opened.vectors.stored(rows)), _DEPTH, _others(opened, rows))
        close = nearest.rows[opened.manifest.calibration.comparable(nearest.cosines) >= LEAST]
        first = _first_of_each(opened.layout.documents[close], opened.layout.texts[close])[:limit]
        passages = opened.store.passages(close[first].tolist())
        found = [_similar(opened, one, float(nearest.cosines[at])) for one, at in zip(passages, first, strict=True)]
    return SimilarRecords(id=record.id, similar=found, generation=opened.manifest.name)


def _mean(vectors: Vectors) -> Vectors:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _others(opened: Opened, rows: NDArray[np.int64]) -> Mask:
    """Passages of other evaluations, with other words, that are evidence themselves: shape (n,)."""
    layout = opened.layout
    own = (layout.documents == layout.documents[rows[0]]) | np.isin(layout.texts, layout.texts[rows])
    evidence = Not(In("kind", tuple(kind.value for kind in SUPPORTING)))
    return expressed(And((evidence, Not(These(np.flatnonzero(own))))), opened.facets, opened.manifest.passages)


def _first_of_each(documents: NDArray[np.int32], texts: NDArray[np.uint64]) -> list[int]:
    """Positions of the first passage of each evaluation, without those whose words came before."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for at, (document, text) in enumerate(zip(documents.tolist(), texts.tolist(), strict=True)):
        marks = {("document", document), ("text", text)}
        if not marks & seen:
            kept.append(at)
            seen |= marks
    return kept


def _similar(opened: Opened, passage: StoredPassage, cosine: float) -> SimilarRecord:
    record, part = passage.record, passage.record.parts[passage.part]
    document = document_of(opened, record)
    return SimilarRecord(
        id=passage.id,
        record_id=record.id,
        kind=passage.kind,
        title=record.title,
        text=passage.text,
        language=part.language,
        document=document_ref(document),
        year=record.year or document.year,
        published=record.published or document.published,
        cosine=round(cosine, 6),
        permalink=permalink(record.id),
        citation=cite(record, document, part.anchor),
    )
