"""Two candidate lists → one order. One small file per method, registered here by name.

convex.py            weighted sum of scores normalised by their theoretical minimum (the default)
reciprocal_rank.py   sum of reciprocal ranks
"""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.fusion.base import Fusion
from retrieval.fusion.convex import convex
from retrieval.fusion.reciprocal_rank import reciprocal_rank

FUSIONS: Mapping[str, Fusion] = {"convex": convex, "rrf": reciprocal_rank}
