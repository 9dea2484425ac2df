"""What reads alike ranks alike: score regularisation over the head of an order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.fusion.base import Fused
from retrieval.smoothing import smooth


def unit(*vectors: tuple[float, float]) -> NDArray[np.float32]:
    found = np.array(vectors, dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_scores_move_towards_the_mean_of_neighbours_weighted_by_similarity() -> None:
    fused = Fused(np.array([0.3, 0.1, 0.05]), np.array([0.5, 0.3, 0.05]))
    vectors = unit((1, 0), (1, 0), (0, 1))  # the first two are the same, the third is like nothing
    smoothed = smooth(fused, np.array([0, 1, 2]), vectors, weight=0.5)
    assert smoothed.lexical.tolist() == pytest.approx([0.15, 0.05, 0.025])
    assert smoothed.dense.tolist() == pytest.approx([0.25, 0.15, 0.025])
    assert smoothed.neighbours is not None
    assert smoothed.neighbours.tolist() == pytest.approx([0.2, 0.4, 0.05])
    assert smoothed.scores.tolist() == pytest.approx([0.6, 0.6, 0.1])


def test_nearer_neighbours_count_by_the_sixteenth_power_of_their_cosine() -> None:
    vectors = np.array([[1, 0, 0], [0.8, 0.6, 0], [0.6, 0, 0.8]], dtype=np.float32)  # cosines 0.8 and 0.6 to the first
    smoothed = smooth(Fused(np.zeros(3), np.array([0.9, 0.6, 0.3])), np.array([0, 1, 2]), vectors, weight=1.0)
    near, far = 0.8**16, 0.6**16
    assert smoothed.scores[0] == pytest.approx((near * 0.6 + far * 0.3) / (near + far))


def test_opposite_passages_are_no_neighbours() -> None:
    smoothed = smooth(Fused(np.zeros(2), np.array([0.9, 0.1])), np.array([0, 1]), unit((1, 0), (-1, 0)), weight=0.5)
    assert smoothed.scores.tolist() == pytest.approx([0.9, 0.1])


@given(
    scores=st.lists(st.floats(0.01, 1), min_size=1, max_size=8),
    angles=st.lists(st.floats(0, 6.3), min_size=8, max_size=8),
    head=st.integers(1, 8),
    weight=st.floats(0, 1),
)
def test_the_head_stays_within_its_own_range_and_above_the_rest(
    scores: list[float], angles: list[float], head: int, weight: float
) -> None:
    dense = np.array(scores)
    best = np.argsort(-dense, kind="stable")[:head]
    vectors = np.array([(np.cos(a), np.sin(a)) for a in angles[: len(best)]], dtype=np.float32)
    smoothed = smooth(Fused(np.zeros(len(dense)), dense), best, vectors, weight)
    assert np.all(smoothed.scores[best] <= dense[best].max() + 1e-6)
    assert np.all(smoothed.scores[best] >= dense[best].min() - 1e-6)
    rest = np.delete(np.arange(len(dense)), best)
    assert smoothed.scores[rest] == pytest.approx(dense[rest])


def test_nothing_found_is_nothing_smoothed() -> None:
    none = np.empty(0)
    assert smooth(Fused(none, none), np.empty(0, np.int64), np.empty((0, 2), np.float32), 0.35).scores.size == 0
