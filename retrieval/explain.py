"""What each leg gave to a hit, and each word of the query."""

from __future__ import annotations

from collections.abc import Sequence

from index.opened import Opened
from retrieval.answer import Explanation
from retrieval.candidates import Candidates
from retrieval.fusion.base import Fused
from retrieval.fusion.reciprocal_rank import places
from retrieval.opposed import opposed
from retrieval.query import Query

DIGITS = 6  # scores are rounded: the last bits of a float are noise to a reader


class Explainer:
    """Explains the hits of one answer. What all of them need is computed once: a query may have 1,600 words."""

    def __init__(
        self, opened: Opened, query: Query, candidates: Candidates, fused: Fused, leads: Sequence[int]
    ) -> None:
        """`leads` are the positions of all hits that will be explained, among the candidates."""
        self._opened = opened
        self._candidates = candidates
        self._fused = fused
        self._bm25_places = places(candidates.bm25)
        self._cosine_places = places(candidates.cosines)
        rows = candidates.rows[list(leads)]
        self._column = {lead: at for at, lead in enumerate(leads)}
        self._scores = {term: opened.lexical.score({term: weight})[rows] for term, weight in query.weights.items()}

    def explain(self, at: int, rerank_score: float | None, polarity_weight: float) -> Explanation:
        """Why the hit led by the candidate at a position stands where it does."""
        fused, column = self._fused, self._column[at]
        scores = {term: float(of_hits[column]) for term, of_hits in self._scores.items()}
        return Explanation(
            bm25_place=int(self._bm25_places[at]),
            bm25_share=round(float(fused.lexical[at]), DIGITS),
            cosine_place=int(self._cosine_places[at]),
            cosine_share=round(float(fused.dense[at]), DIGITS),
            neighbours_share=0.0 if fused.neighbours is None else round(float(fused.neighbours[at]), DIGITS),
            term_scores={term: round(score, DIGITS) for term, score in scores.items() if score > 0},
            rerank_score=None if rerank_score is None else round(rerank_score, DIGITS),
            polarity_weight=polarity_weight,
            opposed=opposed(self._opened, int(self._candidates.rows[at]), self._candidates.rows),
        )
