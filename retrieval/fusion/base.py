"""The face of a fusion method."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


class Fused(NamedTuple):
    """Arrays over the candidates, shape (n,): the fused score is the sum of the two shares."""

    lexical: Scores  # the BM25 leg's share, weighted
    dense: Scores  # the cosine leg's share, weighted

    @property
    def scores(self) -> Scores:
        """What the candidates are ordered by."""
        return self.lexical + self.dense

    def weighted(self, weights: Scores) -> Fused:
        """Both shares multiplied by a weight for each candidate."""
        return Fused(self.lexical * weights, self.dense * weights)


class Fusion(Protocol):
    """Combines the true BM25 and the true cosine of every candidate."""

    def __call__(self, bm25: Scores, cosines: Scores, *, weight: float) -> Fused:
        """`weight` is the dense leg's part, 0 to 1. Both arrays have shape (n,), n ≥ 1."""
