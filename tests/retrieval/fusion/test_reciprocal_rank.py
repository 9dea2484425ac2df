"""Reciprocal rank fusion against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.fusion import FUSIONS
from retrieval.fusion.reciprocal_rank import places, reciprocal_rank


def test_shares_are_those_worked_out_by_hand() -> None:
    fused = reciprocal_rank(np.array([3.0, 7.0, 0.0]), np.array([0.9, 0.1, 0.5]), weight=0.5)
    assert fused.lexical == pytest.approx([1 / 62, 1 / 61, 0])
    assert fused.dense == pytest.approx([1 / 61, 1 / 63, 1 / 62])


def test_the_weight_is_the_dense_part() -> None:
    fused = reciprocal_rank(np.array([3.0]), np.array([0.9]), weight=0.75)
    assert (fused.lexical[0], fused.dense[0]) == pytest.approx((0.5 / 61, 1.5 / 61))


def test_equal_scores_share_the_best_of_their_places() -> None:
    assert places(np.array([5.0, 9.0, 5.0, 1.0])).tolist() == [2, 1, 2, 4]


def test_it_is_registered_by_the_name_that_the_settings_take() -> None:
    assert FUSIONS["rrf"] is reciprocal_rank
