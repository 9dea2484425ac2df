"""Whether a difference between two engines could be chance: the paired randomisation test.

Smucker, Allan & Carterette, "A comparison of statistical significance tests for information retrieval evaluation"
(CIKM 2007). If the engines were equally good, each query's difference could as well have had the other sign.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

EXACT_UP_TO = 14
SAMPLES = 100_000
SEED = 20_260_101
_NUMBERS_AT_ONCE = 2_000_000  # keeps the sampled signs of a set of any size within some 16 MB


def randomisation_p(differences: Sequence[float], *, seed: int = SEED) -> float:
    """Two-sided p of the mean of `differences`, one for each query.

    All 2^n assignments of signs are counted where n ≤ `EXACT_UP_TO`, else `SAMPLES` random ones, seeded; of the
    sampled ones the observed assignment is one, so that p is never 0 (Phipson & Smyth, 2010). Queries without
    a difference have no sign to flip and do not count into n. Without any difference p is 1.
    """
    moved = np.asarray([value for value in differences if value != 0], dtype=np.float64)
    if len(moved) == 0:
        return 1.0
    # The same sum in another order differs in its last digits, and must still count as equal.
    threshold = abs(float(moved.sum())) - 1e-9 * float(np.abs(moved).sum())
    if len(moved) <= EXACT_UP_TO:
        return float(np.mean(np.abs(_all_signs(len(moved)) @ moved) >= threshold))
    return _sampled_p(moved, threshold, np.random.default_rng(seed))


def _all_signs(count: int) -> np.ndarray:
    """Every assignment of signs: shape (2^count, count), values -1 and 1."""
    bits = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    return bits * 2.0 - 1.0


def _sampled_p(moved: np.ndarray, threshold: float, generator: np.random.Generator) -> float:
    reached = 0
    step = max(1, _NUMBERS_AT_ONCE // len(moved))
    for start in range(0, SAMPLES, step):
        shape = (min(step, SAMPLES - start), len(moved))
        signs = generator.integers(0, 2, size=shape, dtype=np.int8) * 2.0 - 1.0
        reached += int(np.count_nonzero(np.abs(signs @ moved) >= threshold))
    return (reached + 1) / (SAMPLES + 1)
