from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import EvaluationError
from retrieval.evaluation.intervals import Interval, bootstrap_interval

values = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_the_same_value_everywhere_has_no_width() -> None:
    assert bootstrap_interval([0.5] * 8) == Interval(mean=0.5, low=0.5, high=0.5)


def test_two_queries_give_the_whole_range() -> None:
    # Resamples of {0, 1} have the mean 0 or 1 a quarter of the time each: far more than the 2.5 % of each tail.
    assert bootstrap_interval([0.0, 1.0]) == Interval(mean=0.5, low=0.0, high=1.0)


def test_the_ends_are_quantiles_of_the_binomial() -> None:
    # The mean of 20 draws from a half-and-half sample is Binomial(20, 1/2) / 20: P(≤ 5) = 0.021 < 0.025 < P(≤ 6).
    interval = bootstrap_interval([0.0, 1.0] * 10)
    assert (interval.low, interval.high) == (0.3, 0.7)


def test_many_queries_come_near_the_normal_interval() -> None:
    sample = np.random.default_rng(1).random(2_000)
    half = 1.96 * sample.std() / np.sqrt(len(sample))
    interval = bootstrap_interval(sample.tolist())
    assert interval.high - interval.mean == pytest.approx(half, rel=0.05)
    assert interval.mean - interval.low == pytest.approx(half, rel=0.05)


def test_less_confidence_is_narrower() -> None:
    sample = np.random.default_rng(2).random(25).tolist()
    wide, narrow = bootstrap_interval(sample), bootstrap_interval(sample, confidence=0.5)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_the_seed_decides() -> None:
    sample = np.random.default_rng(3).random(25).tolist()
    assert bootstrap_interval(sample) == bootstrap_interval(sample)
    assert bootstrap_interval(sample, seed=1) != bootstrap_interval(sample, seed=2)


@given(sample=values)
def test_the_interval_stays_inside_the_values(sample: list[float]) -> None:
    interval = bootstrap_interval(sample)
    tiny = 1e-12
    assert min(sample) - tiny <= interval.low <= interval.high <= max(sample) + tiny


def test_no_queries_have_no_mean() -> None:
    with pytest.raises(EvaluationError, match="no queries"):
        bootstrap_interval([])
