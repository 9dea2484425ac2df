"""Convex fusion against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.fusion import FUSIONS
from retrieval.fusion.convex import convex


def test_shares_are_those_worked_out_by_hand() -> None:
    fused = convex(np.array([10.0, 5.0, 0.0]), np.array([0.2, 0.6, -0.2]), weight=0.8)
    assert fused.lexical == pytest.approx([0.2, 0.1, 0.0])
    assert fused.dense == pytest.approx([0.8 * 1.2 / 1.6, 0.8, 0.8 * 0.8 / 1.6])
    assert fused.scores == pytest.approx([0.8, 0.9, 0.4])


def test_a_query_without_known_words_is_ordered_by_the_cosines_alone() -> None:
    fused = convex(np.zeros(3), np.array([0.1, 0.5, 0.3]), weight=0.5)
    assert fused.lexical.tolist() == [0, 0, 0]
    assert np.argsort(-fused.scores).tolist() == [1, 2, 0]


def test_scores_of_the_others_do_not_depend_on_the_worst_candidate() -> None:
    few = convex(np.array([4.0, 3.0]), np.array([0.5, 0.4]), weight=0.6)
    more = convex(np.array([4.0, 3.0, 0.1]), np.array([0.5, 0.4, -0.9]), weight=0.6)
    assert more.scores[:2] == pytest.approx(few.scores)


def test_it_is_registered_by_the_name_that_the_settings_take() -> None:
    assert FUSIONS["convex"] is convex
