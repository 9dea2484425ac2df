"""Groups of candidates → hits that a reader can check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.opened import Opened
from retrieval.answer import Also, Explanation, Hit, Scores, Span
from retrieval.candidates import Candidates
from retrieval.cards import Cards
from retrieval.citation import cite, permalink
from retrieval.corroboration import corroboration
from retrieval.explain import DIGITS, Explainer
from retrieval.fusion.base import Fused
from retrieval.grouping import Group
from retrieval.highlight import Highlighter
from retrieval.query import Query
from retrieval.records import document_of


class Presenter:
    """Looks up what the hits of one query show."""

    def __init__(self, opened: Opened, cards: Cards, query: Query) -> None:
        self._opened = opened
        self._cards = cards
        self._query = query
        self._highlighter = Highlighter(query, opened.store.forms)

    def hits(
        self,
        groups: Sequence[Group],
        candidates: Candidates,
        fused: Fused,
        *,
        first: int,
        explain: bool,
        rerank_scores: Mapping[int, float] | None = None,
        preferred: NDArray[np.float64] | None = None,
    ) -> list[Hit]:
        """One hit a group, ranks counted from `first`.

        `rerank_scores` holds what a reranker gave to some leads, `preferred` what the polarity asked for made of the
        scores of all rows.
        """
        leads = [one.lead for one in groups]
        explainer = Explainer(self._opened, self._query, candidates, fused, leads) if explain else None
        found = []
        for rank, one in enumerate(groups, start=first):
            again = (rerank_scores or {}).get(one.lead)
            row = int(candidates.rows[one.lead])
            weight = 1.0 if preferred is None else float(preferred[row])
            explanation = explainer.explain(one.lead, again, weight) if explainer else None
            found.append(self._hit(rank, row, one, candidates, fused, explanation))
        return found

    def _hit(
        self,
        rank: int,
        row: int,
        group: Group,
        candidates: Candidates,
        fused: Fused,
        explanation: Explanation | None,
    ) -> Hit:
        card = self._cards.of(row)
        spans, matched = self._highlighter.highlight(card.hit.text, card.language)
        same = candidates.rows[list(group.same)].tolist()
        return card.hit.model_copy(
            update={
                "rank": rank,
                "highlights": [Span(start=start, end=end) for start, end in spans],
                "scores": Scores(
                    fused=round(float(fused.scores[group.lead]), DIGITS),
                    bm25=round(float(candidates.bm25[group.lead]), DIGITS),
                    cosine=round(float(candidates.cosines[group.lead]), DIGITS),
                    evidence=round(float(candidates.evidence[group.lead]), DIGITS),
                ),
                "matched_terms": matched,
                "also": self._also(row, same),
                "corroboration": corroboration(self._opened, [row, *same]) if same else card.hit.corroboration,
                "folded": group.folded,
                "explanation": explanation,
            }
        )

    def _also(self, lead: int, rows: Sequence[int]) -> list[Also]:
        texts = self._opened.layout.texts
        found = []
        for row, passage in zip(rows, self._opened.store.passages(rows), strict=True):
            record, document = passage.record, document_of(self._opened, passage.record)
            exact = bool(texts[row] == texts[lead])
            found.append(
                Also(
                    id=passage.id,
                    record_id=record.id,
                    citation=cite(record, document, record.parts[passage.part].anchor),
                    permalink=permalink(record.id),
                    year=record.year or document.year,
                    exact=exact,
                    text=None if exact else passage.text,
                )
            )
        return found
