"""The face of a fusion method."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


class Fused(NamedTuple):
    """Arrays over the candidates, shape (n,): the fused score is the sum of the shares."""

    lexical: Scores  # the BM25 leg's share, weighted
    dense: Scores  # the cosine leg's share, weighted
    neighbours: Scores | None = None  # the share of passages that are like the candidate, where scores are smoothed

    @property
    def scores(self) -> Scores:
        """What the candidates are ordered by."""
        both = self.lexical + self.dense
        return both if self.neighbours is None else both + self.neighbours

    def weighted(self, weights: Scores) -> Fused:
        """Every share multiplied by a weight for each candidate."""
        more = None if self.neighbours is None else self.neighbours * weights
        return Fused(self.lexical * weights, self.dense * weights, more)

    def keep(self, kept: NDArray[np.bool_]) -> Fused:
        """The candidates that a mask of shape (n,) keeps."""
        more = None if self.neighbours is None else self.neighbours[kept]
        return Fused(self.lexical[kept], self.dense[kept], more)


class Fusion(Protocol):
    """Combines the true BM25 and the true cosine of every candidate."""

    def __call__(self, bm25: Scores, cosines: Scores, *, weight: float) -> Fused:
        """`weight` is the dense leg's part, 0 to 1. Both arrays have shape (n,), n ≥ 1."""
