"""Two candidate lists → one order. One small file per method, registered here by name.

convex.py            weighted sum of scores normalised by their theoretical minimum (the default)
reciprocal_rank.py   sum of reciprocal ranks
z_score.py           weighted sum of standard scores
"""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.fusion.base import Fusion
from retrieval.fusion.convex import convex
from retrieval.fusion.reciprocal_rank import reciprocal_rank
from retrieval.fusion.z_score import z_score

FUSIONS: Mapping[str, Fusion] = {"convex": convex, "rrf": reciprocal_rank, "z-score": z_score}
DENSE_WEIGHTS: Mapping[str, float] = {"convex": 0.8, "rrf": 0.5, "z-score": 0.5}
"""The dense leg's part where nothing else is asked for: the same weight means something else to each method."""
