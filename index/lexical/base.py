"""The face of a lexical index, and the scoring formula that all backends share.

BM25 as Lucene computes it (Robertson & Zaragoza 2009; Kamphuis et al. 2020, "Which BM25 do you mean?"):

    score(q, d) = Σ_t  w_t · ln(1 + (N - df_t + 0.5) / (df_t + 0.5)) · tf / (tf + k1 · (1 - b + b · |d| / avgdl))

where w_t is the weight of the term in the query (1 unless said otherwise).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]
LexicalBackend = Literal["bm25s", "rank-bm25"]

# Anserini's defaults. Alone, BM25 prefers a larger b on long texts; fused with cosines these did as well or better on
# all five collections (docs/quality.md).
K1 = 0.9
B = 0.4


def idf(documents: int, frequency: int) -> float:
    """How much a term tells that `frequency` of `documents` passages hold. Always above zero."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


class LexicalIndex(Protocol):
    """BM25 over the passages of one generation. Rows are passage numbers, 0 to n - 1."""

    def score(self, terms: Mapping[str, float]) -> Scores:
        """BM25 of every passage for weighted terms: float32, shape (n,). Unknown terms add nothing."""

    def best(self, terms: Mapping[str, float], depth: int, mask: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Rows of the `depth` highest scores above zero that a mask keeps, in no order (see `best_of`)."""

    def score_of(self, terms: Mapping[str, float], rows: Rows) -> Scores:
        """BM25 of these passages: the same numbers as in `score`, shape (len(rows),)."""

    def rows_with(self, term: str) -> NDArray[np.integer]:
        """The rows of the passages that hold the term, rising."""

    def frequency(self, term: str) -> int:
        """The number of passages that hold the term."""

    def holds(self, term: str, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each of the rows, whether that passage holds the term: shape (len(rows),)."""

    def shares(self, term: str) -> tuple[NDArray[np.int32], Scores]:
        """The passages that hold the term, rising, and what it adds to the score of each at weight 1."""

    def vocabulary(self) -> Sequence[str]:
        """Every term of the index."""

    def restricted(self, rows: NDArray[np.integer]) -> LexicalIndex:
        """The index of these passages alone, numbered in this order, as if there were no others. `rows` rise."""

    def save(self, folder: Path) -> None:
        """Write the index into an empty folder, without pickle."""


def best_of(scores: Scores, depth: int, mask: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """Rows of the `depth` highest scores above zero that a mask keeps, in no order.

    Of equal ones at the edge, those with the lowest rows.
    """
    positive = np.flatnonzero(scores > 0 if mask is None else mask & (scores > 0))
    if len(positive) <= depth:
        return positive
    found = scores[positive]
    edge = np.partition(found, -depth)[-depth]
    above = positive[found > edge]
    return np.concatenate([above, positive[found == edge][: depth - len(above)]])


def score_of(index: LexicalIndex, terms: Mapping[str, float], rows: NDArray[np.int64]) -> Scores:
    """BM25 of some rows only, to the bit what `score` gives them: float32, shape (len(rows),)."""
    scores = np.zeros(len(rows), dtype=np.float32)
    for term, weight in terms.items():
        holding, shares = index.shares(term)
        if len(holding):
            places = np.minimum(np.searchsorted(holding, rows), len(holding) - 1)
            held = holding[places] == rows
            scores[held] += shares[places[held]] if weight == 1 else shares[places[held]] * np.float32(weight)
    return scores
