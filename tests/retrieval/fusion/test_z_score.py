"""Z-score fusion against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.fusion import DENSE_WEIGHTS, FUSIONS
from retrieval.fusion.z_score import standardised, z_score


def test_shares_are_those_worked_out_by_hand() -> None:
    # BM25: mean 5, deviations -3, -1, 1, 3, so variance 20 / 4 = 5. Cosines: mean 0.5, deviation 0.2 of each.
    fused = z_score(np.array([2.0, 4.0, 6.0, 8.0]), np.array([0.7, 0.3, 0.7, 0.3]), weight=0.25)
    assert fused.lexical == pytest.approx([0, 0.75 * 2 / 5**0.5, 0.75 * 4 / 5**0.5, 0.75 * 6 / 5**0.5])
    assert fused.dense == pytest.approx([0.25 * 2, 0, 0.25 * 2, 0])


def test_the_order_is_that_of_the_plain_standard_scores() -> None:
    bm25, cosines = np.array([9.0, 1.0, 0.0, 4.0, 2.5]), np.array([0.1, 0.8, 0.6, 0.4, 0.45])
    plain = 0.5 * (bm25 - bm25.mean()) / bm25.std() + 0.5 * (cosines - cosines.mean()) / cosines.std()
    fused = z_score(bm25, cosines, weight=0.5).scores
    assert np.argsort(-fused).tolist() == np.argsort(-plain).tolist()
    assert fused - plain == pytest.approx(np.full(5, (fused - plain)[0]))


@pytest.mark.parametrize("same", [0.0, 3.5])
def test_a_leg_that_tells_no_candidates_apart_gives_none_of_them_anything(same: float) -> None:
    assert standardised(np.full(3, same)).tolist() == [0, 0, 0]


def test_it_is_registered_by_the_name_that_the_settings_take() -> None:
    assert FUSIONS["z-score"] is z_score
    assert FUSIONS.keys() == DENSE_WEIGHTS.keys()
