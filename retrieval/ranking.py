"""A query → its candidates in order, and which of them have something to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import DEFAULT_LANGUAGE
from index.encoders.base import Encoder, Vectors
from index.opened import Opened
from index.vectors import Mask
from retrieval.candidates import Candidates, find_candidates
from retrieval.encode import encode_query
from retrieval.expansion import Expander
from retrieval.filters import mask_of
from retrieval.fusion import DENSE_WEIGHTS, FUSIONS
from retrieval.fusion.base import Fused
from retrieval.phrases import phrase_mask, symbol_mask
from retrieval.polarity import polarity_weights
from retrieval.query import Query, parse
from retrieval.request import SearchRequest
from retrieval.settings import SearchSettings
from retrieval.smoothing import HEAD, smooth
from retrieval.stopwatch import Stopwatch
from retrieval.supporting import supporting


class Ranking(NamedTuple):
    """Candidates in order: `order` holds positions in the arrays of `candidates` and `fused`, best first."""

    query: Query
    candidates: Candidates
    fused: Fused
    order: NDArray[np.int64]


class Ranker:
    """Ranks the passages of one generation. Safe to share between threads; nothing in it changes."""

    def __init__(self, opened: Opened, encoder: Encoder, settings: SearchSettings) -> None:
        self._opened = opened
        self._encoder = encoder
        self._settings = settings
        self.languages = _languages(opened)
        self._expander = Expander(opened.words.acronyms, settings.expansion_weight)
        self._kind_weights = _kind_weights(opened, settings.supporting_weight)
        self._polarity_weights = polarity_weights(opened.facets, settings.polarity_weight)

    def read(self, request: SearchRequest, watch: Stopwatch) -> tuple[Query, Vectors]:
        """The query as it is understood, and its vector. Raises QueryError."""
        with watch.time("parse"):
            query = self._expander.expand(parse(request.query, self.languages))
        with watch.time("encode"):
            return query, encode_query(self._encoder, query.text)

    def rank(self, query: Query, vector: Vectors, request: SearchRequest, watch: Stopwatch) -> Ranking:
        """All candidates in order, before anything is judged, grouped or shown."""
        with watch.time("filter"):
            mask = self._mask(query, request)
        with watch.time("find"):
            depth = max(self._settings.depth, request.offset + request.limit)  # the same for all pages but far ones
            candidates = find_candidates(self._opened, query, vector, mask, depth)
        with watch.time("fuse"):
            weight = self._dense_weight(request)
            fused = self._fuse(candidates, request, weight)
            order = _ordered(fused, candidates)
        if self._settings.smoothing and 0 < weight < 1:  # a leg that is asked for alone is shown as it is
            with watch.time("smooth"):
                head = order[:HEAD]
                vectors = self._opened.vectors.of(candidates.rows[head])
                fused = smooth(fused, head, vectors, self._settings.smoothing)
                order = _ordered(fused, candidates)
        if (preferred := self.preferred(query, request)) is not None:
            fused = fused.weighted(preferred[candidates.rows])
            order = _ordered(fused, candidates)
        return Ranking(query, candidates, fused, order)

    def preferred(self, query: Query, request: SearchRequest) -> NDArray[np.float64] | None:
        """What the polarity that a query asks for makes of the score of each passage, shape (n,)."""
        both = 0 < self._dense_weight(request) < 1
        return self._polarity_weights[query.polarity] if query.polarity and both else None

    def judge(self, ranking: Ranking) -> tuple[Ranking, bool]:
        """Leave out what has too little to say. What was asked for word for word needs no other evidence."""
        evidence = ranking.candidates.evidence
        if ranking.query.phrases or ranking.query.only_symbols:
            return ranking, not len(evidence)
        abstained = not (evidence >= self._settings.answerable).any()
        kept = np.zeros(len(evidence), dtype=np.bool_) if abstained else evidence >= self._settings.related
        number = np.cumsum(kept) - 1
        order = number[ranking.order[kept[ranking.order]]]
        kept_candidates = ranking.candidates.keep(kept)
        return Ranking(ranking.query, kept_candidates, ranking.fused.keep(kept), order), abstained

    def _mask(self, query: Query, request: SearchRequest) -> Mask | None:
        mask = mask_of(request.filters, self._opened.facets)
        if query.only_symbols:
            mask = symbol_mask(self._opened, query.symbols, mask)
        return phrase_mask(self._opened, query.phrases, self.languages, mask)

    def _dense_weight(self, request: SearchRequest) -> float:
        fusion = request.fusion or self._settings.fusion
        asked = (request.dense_weight, self._settings.dense_weight, DENSE_WEIGHTS[fusion])
        return next(weight for weight in asked if weight is not None)

    def _fuse(self, candidates: Candidates, request: SearchRequest, weight: float) -> Fused:
        if not len(candidates.rows):
            return Fused(np.empty(0), np.empty(0))
        method = request.fusion or self._settings.fusion
        fused = FUSIONS[method](candidates.bm25, candidates.closeness, weight=weight)
        return fused.weighted(self._kind_weights[candidates.rows])


def _ordered(fused: Fused, candidates: Candidates) -> NDArray[np.int64]:
    """Positions of the candidates by falling score, equal ones by row."""
    return np.lexsort((candidates.rows, -fused.scores))


def _kind_weights(opened: Opened, weight: float) -> NDArray[np.float64]:
    """What each passage's score is multiplied by, shape (n,): evidence itself before what was said about it."""
    return np.where(supporting(opened.facets["kind"]), weight, 1.0)


def _languages(opened: Opened) -> Sequence[str]:
    """The languages of the collection and English: what a query may be written in."""
    return tuple(sorted({DEFAULT_LANGUAGE, *opened.facets["language"].values}))
