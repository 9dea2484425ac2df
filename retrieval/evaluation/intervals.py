"""How far a mean over queries may be off: the percentile bootstrap.

Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13; for retrieval, Sakai, "Evaluating evaluation
metrics based on the bootstrap" (2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.errors import EvaluationError

RESAMPLES = 10_000
SEED = 20_260_101
_NUMBERS_AT_ONCE = 1_000_000  # keeps the resamples of a set of any size within some 16 MB


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the two ends of its interval, all in the unit of the values."""

    mean: float
    low: float
    high: float


def bootstrap_interval(values: Sequence[float], *, confidence: float = 0.95, seed: int = SEED) -> Interval:
    """Mean of `values`, one for each query, with its percentile interval from `RESAMPLES` resamples of the queries.

    The same values and seed give the same interval. A single value gives an interval without width: one query
    says nothing about others. Raises `EvaluationError` for no values.
    """
    if not values:
        raise EvaluationError("There are no queries to take a mean of.")
    sample = np.asarray(values, dtype=np.float64)
    tail = (1 - confidence) / 2
    low, high = np.quantile(_resampled_means(sample, np.random.default_rng(seed)), [tail, 1 - tail])
    return Interval(mean=float(sample.mean()), low=float(low), high=float(high))


def _resampled_means(sample: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    means = np.empty(RESAMPLES)
    step = max(1, _NUMBERS_AT_ONCE // len(sample))
    for start in range(0, RESAMPLES, step):
        block = means[start : start + step]
        block[:] = sample[generator.integers(len(sample), size=(len(block), len(sample)))].mean(axis=1)
    return means
