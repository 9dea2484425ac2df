from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.significance import EXACT_UP_TO, SAMPLES, randomisation_p

differences = st.lists(st.floats(-1, 1), max_size=10)


@pytest.mark.parametrize(
    ("values", "p"),
    [
        ([0.1, 0.2, 0.3], 2 / 8),  # sums ±0.6, ±0.4, ±0.2, ±0.0: only ±0.6 reaches 0.6
        ([0.1, 0.2, -0.3], 8 / 8),  # the observed sum is 0, which every assignment reaches
        ([0.3, 0.2, -0.1], 4 / 8),  # ±0.6 and ±0.4 reach 0.4
        ([0.1, 0.1, 0.1], 2 / 8),
        ([0.1, 0.1, -0.1], 8 / 8),  # the smallest sum there is, ±0.1
        ([0.4], 2 / 2),
        ([0.4, 0.4], 2 / 4),
    ],
)
def test_exact_p_by_hand(values: list[float], p: float) -> None:
    assert randomisation_p(values) == p


def test_queries_without_a_difference_change_nothing() -> None:
    assert randomisation_p([0.1, 0.0, 0.2, 0.0, 0.3]) == randomisation_p([0.1, 0.2, 0.3])


def test_fourteen_wins_are_enumerated() -> None:
    assert randomisation_p([0.1] * EXACT_UP_TO) == 2 / 2**EXACT_UP_TO


def test_more_queries_are_sampled_and_p_is_never_zero() -> None:
    assert randomisation_p([0.1] * 60) == 1 / (SAMPLES + 1)


def test_sampling_comes_near_the_exact_value() -> None:
    # 15 equal differences of which 11 are wins: p = P(wins ≥ 11 or ≤ 4) of Binomial(15, 1/2) = 3882 / 2^15.
    assert randomisation_p([0.1] * 11 + [-0.1] * 4) == pytest.approx(3882 / 2**15, abs=0.005)


def test_the_seed_decides() -> None:
    values = np.random.default_rng(5).normal(0.02, 0.1, 40).tolist()
    assert randomisation_p(values) == randomisation_p(values)
    assert randomisation_p(values, seed=1) != randomisation_p(values, seed=2)


@given(values=differences)
def test_p_does_not_ask_which_engine_is_better(values: list[float]) -> None:
    p = randomisation_p(values)
    assert 0 < p <= 1
    assert p == randomisation_p([-value for value in values])


@given(count=st.integers(0, 300))
def test_an_engine_against_itself_has_p_one(count: int) -> None:
    assert randomisation_p([0.0] * count) == 1
