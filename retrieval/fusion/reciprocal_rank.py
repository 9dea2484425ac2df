"""Reciprocal rank fusion: Cormack, Clarke & Büttcher 2009.

Scores are forgotten, only the places in the two lists count. Equal scores share the best of their places, so that
the order of the candidates plays no part.
"""

from __future__ import annotations

import numpy as np

from retrieval.fusion.base import Fused, Scores

K = 60  # the paper's constant; from 10 to 100 it makes no difference here


def reciprocal_rank(bm25: Scores, cosines: Scores, *, weight: float) -> Fused:
    """Shares 2 · (1 - weight) / (K + place) and 2 · weight / (K + place); 0 for candidates without any BM25."""
    lexical = np.where(bm25 > 0, 2 * (1 - weight) / (K + places(bm25)), 0.0)
    return Fused(lexical, 2 * weight / (K + places(cosines)))


def places(scores: Scores) -> Scores:
    """1 for the highest score; one more than the number of higher scores for each other."""
    ascending = np.sort(scores)
    higher = len(scores) - np.searchsorted(ascending, scores, side="right")
    return higher.astype(np.float64) + 1
