"""What holds for every fusion method and any scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import FUSIONS
from retrieval.fusion.base import Scores

# (BM25, cosine) of each. No two texts have opposite vectors, so -1 is left out.
CANDIDATES = st.lists(st.tuples(st.floats(0, 60, width=32), st.floats(-0.875, 1)), min_size=1, max_size=40)
WEIGHTS = st.floats(0, 1)

every_method = pytest.mark.parametrize("method", FUSIONS)


def legs(candidates: list[tuple[float, float]]) -> tuple[Scores, Scores]:
    bm25, cosines = np.array(candidates, dtype=np.float64).T
    return bm25, cosines


@every_method
@given(candidates=CANDIDATES, weight=WEIGHTS, data=st.data())
def test_the_order_of_the_candidates_plays_no_part(
    method: str, candidates: list[tuple[float, float]], weight: float, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(range(len(candidates))))
    bm25, cosines = legs(candidates)
    plain = FUSIONS[method](bm25, cosines, weight=weight).scores
    assert FUSIONS[method](bm25[shuffled], cosines[shuffled], weight=weight).scores == pytest.approx(plain[shuffled])


@every_method
@given(candidates=CANDIDATES, weight=WEIGHTS)
def test_who_is_no_worse_on_both_legs_is_no_worse_in_all(
    method: str, candidates: list[tuple[float, float]], weight: float
) -> None:
    bm25, cosines = legs(candidates)
    scores = FUSIONS[method](bm25, cosines, weight=weight).scores
    better = (bm25[:, None] >= bm25) & (cosines[:, None] >= cosines)
    assert (scores[:, None] - scores >= -1e-12)[better].all()


@every_method
@given(candidates=CANDIDATES, weight=WEIGHTS)
def test_shares_are_finite_none_negative_and_make_up_the_score(
    method: str, candidates: list[tuple[float, float]], weight: float
) -> None:
    fused = FUSIONS[method](*legs(candidates), weight=weight)
    for share in (fused.lexical, fused.dense):
        assert np.isfinite(share).all()
        assert (share >= 0).all()
    assert fused.scores == pytest.approx(fused.lexical + fused.dense)


@every_method
@pytest.mark.parametrize(("weight", "leg"), [(0.0, 0), (1.0, 1)])
@given(candidates=CANDIDATES)
def test_a_weight_at_either_end_leaves_one_leg_alone(
    method: str, weight: float, leg: int, candidates: list[tuple[float, float]]
) -> None:
    both = legs(candidates)
    scores = FUSIONS[method](*both, weight=weight).scores
    ordered = scores[np.argsort(-both[leg], kind="stable")]
    assert (np.diff(ordered) <= 1e-12).all()


@every_method
@given(candidates=CANDIDATES, weight=WEIGHTS, data=st.data())
def test_weighing_candidates_weighs_both_shares(
    method: str, candidates: list[tuple[float, float]], weight: float, data: st.DataObject
) -> None:
    size = len(candidates)
    weights = np.array(data.draw(st.lists(st.floats(0, 1), min_size=size, max_size=size)))
    fused = FUSIONS[method](*legs(candidates), weight=weight)
    assert fused.weighted(weights).scores == pytest.approx(fused.scores * weights)
