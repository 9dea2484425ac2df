"""Weighted sum of standard scores: how many standard deviations each score lies above the worst candidate's.

"Zero-mean, unit-variance" of Montague & Aslam 2001, "Relevance Score Normalization for Metasearch". Both legs are
measured from their lowest score instead of their mean: that moves all sums by the same amount, so the order is the
same, and no share is negative.
"""

from __future__ import annotations

import numpy as np

from retrieval.fusion.base import Fused, Scores


def z_score(bm25: Scores, cosines: Scores, *, weight: float) -> Fused:
    """Shares (1 - weight) · (bm25 - min) / deviation and weight · (cosine - min) / deviation."""
    return Fused((1 - weight) * standardised(bm25), weight * standardised(cosines))


def standardised(scores: Scores) -> Scores:
    """Standard deviations above the lowest score; 0 for all where they do not differ."""
    ascending = np.sort(scores)  # so that the order of the candidates does not change how the sum is rounded
    deviation = ascending.std()
    above = scores - ascending[0]
    return above / deviation if deviation > 0 else np.zeros_like(above)
