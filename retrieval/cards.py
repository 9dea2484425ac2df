"""What a hit shows whatever was asked: record, evaluation, citation, links. present.py adds what the query tells.

The same passages come back in many answers, and a generation never changes: what was looked up once is kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from index.model import polarity_of
from index.opened import Opened
from retrieval.answer import Hit, Scores
from retrieval.citation import cite, permalink
from retrieval.corroboration import corroboration
from retrieval.records import document_of, document_ref, linked_records

_KEPT = 4096  # passages; a few kilobytes each
_UNSCORED = Scores(fused=0, bm25=0, cosine=0, evidence=0)


class Card(NamedTuple):
    """A hit without a query, and the language that its words are read in."""

    hit: Hit
    language: str | None


class Cards:
    """Makes the card of a passage, once. Safe to share between threads."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self.of = lru_cache(maxsize=_KEPT)(self._make)

    def _make(self, row: int) -> Card:
        (passage,) = self._opened.store.passages([row])
        record, part = passage.record, passage.record.parts[passage.part]
        document = document_of(self._opened, record)
        hit = Hit(
            rank=0,
            id=passage.id,
            record_id=record.id,
            local_id=record.local_id,
            kind=passage.kind,
            title=record.title,
            text=passage.text,
            highlights=[],
            field=part.name,
            whole=passage.text == part.text.strip(),
            document=document_ref(document),
            year=record.year or document.year,
            language=part.language,
            polarity=polarity_of(part, record),
            criterion=part.criterion or record.criterion,
            status=record.status,
            progress=record.progress,
            facets=record.facets,
            anchor=part.anchor,
            permalink=permalink(record.id),
            citation=cite(record, document, part.anchor),
            scores=_UNSCORED,
            matched_terms=[],
            linked=linked_records(self._opened, record),
            also=[],
            corroboration=corroboration(self._opened, [row]),
        )
        return Card(hit, part.language or document.language)
