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
from retrieval.fusion.base import Fused
from retrieval.fusion.reciprocal_rank import places
from retrieval.grouping import Group
from retrieval.highlight import Highlighter
from retrieval.opposed import opposed
from retrieval.query import Query
from retrieval.records import document_of

_DIGITS = 6  # scores are rounded: the last bits of a float are noise to a reader


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
        found = []
        for rank, one in enumerate(groups, start=first):
            again = (rerank_scores or {}).get(one.lead)
            row = int(candidates.rows[one.lead])
            weight = 1.0 if preferred is None else float(preferred[row])
            explanation = self._explain(one.lead, candidates, fused, again, weight) if explain else None
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
                    fused=round(float(fused.scores[group.lead]), _DIGITS),
                    bm25=round(float(candidates.bm25[group.lead]), _DIGITS),
                    cosine=round(float(candidates.cosines[group.lead]), _DIGITS),
                    evidence=round(float(candidates.evidence[group.lead]), _DIGITS),
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

    def _explain(
        self, at: int, candidates: Candidates, fused: Fused, again: float | None, weight: float
    ) -> Explanation:
        row = candidates.rows[at]
        here = candidates.rows[at : at + 1]
        scores = {
            term: float(self._opened.lexical.score_of({term: w}, here)[0]) for term, w in self._query.weights.items()
        }
        return Explanation(
            bm25_place=int(places(candidates.bm25)[at]),
            bm25_share=round(float(fused.lexical[at]), _DIGITS),
            cosine_place=int(places(candidates.cosines)[at]),
            cosine_share=round(float(fused.dense[at]), _DIGITS),
            neighbours_share=0.0 if fused.neighbours is None else round(float(fused.neighbours[at]), _DIGITS),
            term_scores={term: round(score, _DIGITS) for term, score in scores.items() if score > 0},
            rerank_score=None if again is None else round(again, _DIGITS),
            polarity_weight=weight,
            opposed=opposed(self._opened, int(row), candidates.rows),
        )
