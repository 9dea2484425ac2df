"""Exact search against numpy, with and without a mask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoders.base import Vectors
from index.vectors import VectorIndex

_SEEDS = st.integers(0, 2**32 - 1)


def unit(seed: int, n: int, dimensions: int = 8) -> Vectors:
    made = np.random.default_rng(seed).normal(size=(n, dimensions)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@given(seed=_SEEDS, n=st.integers(1, 70), depth=st.integers(1, 90), share=st.sampled_from([None, 0.0, 0.1, 0.5, 1.0]))
def test_the_nearest_are_those_of_numpy(seed: int, n: int, depth: int, share: float | None) -> None:
    vectors, query = unit(seed, n), unit(seed + 1, 1)[0]
    mask = None if share is None else np.random.default_rng(seed).random(n) < share
    allowed = np.arange(n) if mask is None else np.flatnonzero(mask)
    cosines = vectors @ query
    expected = allowed[np.argsort(-cosines[allowed], kind="stable")][:depth]
    found = VectorIndex.build(vectors).nearest(query, depth, mask)
    assert found.rows.tolist() == expected.tolist()
    np.testing.assert_allclose(found.cosines, cosines[expected], atol=1e-6)


@pytest.mark.parametrize("depth", [3, 150])  # FAISS collects few and many in different ways
def test_ties_are_found_whole_and_alike_each_time(depth: int) -> None:
    vectors = np.repeat(unit(1, 100), 3, axis=0)
    index, query = VectorIndex.build(vectors), unit(1, 100)[42]
    found = index.nearest(query, depth)
    assert found.rows[:3].tolist() == [126, 127, 128]
    assert (np.diff(found.cosines) <= 0).all()
    for _ in range(3):
        assert index.nearest(query, depth).rows.tolist() == found.rows.tolist()


@pytest.mark.parametrize("share", [None, 0.3, 0.001])
def test_a_first_pass_in_8_bits_loses_nothing_that_counts(share: float | None) -> None:
    vectors, query = unit(3, 6_000, dimensions=64), unit(4, 1, dimensions=64)[0]
    mask = None if share is None else np.random.default_rng(5).random(len(vectors)) < share
    allowed = np.arange(len(vectors)) if mask is None else np.flatnonzero(mask)
    expected = allowed[np.argsort(-(vectors @ query)[allowed], kind="stable")][:300]
    found = VectorIndex.build(vectors).nearest(query, 300, mask)
    np.testing.assert_allclose(found.cosines, vectors[found.rows] @ query, atol=1e-6)
    assert found.rows.tolist()[:250] == expected.tolist()[:250]
    assert len(set(found.rows.tolist()) & set(expected.tolist())) >= 0.99 * len(expected)
    assert len(found.rows) == len(expected)


def test_an_empty_index_finds_nothing() -> None:
    found = VectorIndex.build(np.empty((0, 8), dtype=np.float32)).nearest(unit(1, 1)[0], 5)
    assert (len(found.rows), len(found.cosines)) == (0, 0)


def test_a_mask_that_keeps_nothing_finds_nothing() -> None:
    found = VectorIndex.build(unit(1, 9)).nearest(unit(2, 1)[0], 5, np.zeros(9, dtype=np.bool_))
    assert (len(found.rows), len(found.cosines)) == (0, 0)


@given(seed=_SEEDS, rows=st.lists(st.integers(0, 29), max_size=40))
def test_cosines_of_given_rows_are_true(seed: int, rows: list[int]) -> None:
    vectors, query = unit(seed, 30), unit(seed + 1, 1)[0]
    cosines = VectorIndex.build(vectors).cosines(query, np.array(rows, dtype=np.int64))
    assert cosines.dtype == np.float32
    np.testing.assert_allclose(cosines, vectors[rows] @ query, atol=1e-6)


def test_a_saved_index_gives_the_same_bits(tmp_path: Path) -> None:
    index, query = VectorIndex.build(unit(1, 50)), unit(2, 1)[0]
    index.save(tmp_path / "vectors")
    again = VectorIndex.load(tmp_path / "vectors")
    found, found_again = index.nearest(query, 20), again.nearest(query, 20)
    assert found.rows.tobytes() == found_again.rows.tobytes()
    assert found.cosines.tobytes() == found_again.cosines.tobytes()
