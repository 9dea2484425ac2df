"""Convex combination of scores, each normalised between its theoretical minimum and the best candidate's.

"TM2C2" of Bruch, Gai & Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval". BM25 cannot fall below 0
nor a cosine below -1; taking these for the minimum instead of the worst candidate's score makes the result stable
when the number of candidates changes.
"""

from __future__ import annotations

from retrieval.fusion.base import Fused, Scores


def convex(bm25: Scores, cosines: Scores, *, weight: float) -> Fused:
    """Shares (1 - weight) · bm25 / max and weight · (cosine + 1) / (max + 1)."""
    best = bm25.max()
    lexical = bm25 / best if best > 0 else bm25
    return Fused((1 - weight) * lexical, weight * (cosines + 1) / (cosines.max() + 1))
