"""Vectors in cells: what they find against exact search, with filters, far pages, and after small changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoders.base import Vectors
from index.vectors import Rows, VectorIndex
from index.vectors.cells import CellCodes
from index.vectors.choose import EXACT_UP_TO, FIRST_PASS_FROM, Cells, VectorPlan
from index.vectors.exact import ExactCodes

N = 12_000
IVF = VectorPlan("ivf", probes=32)


def clustered(seed: int, n: int, dimensions: int = 32, centres: int = 100) -> Vectors:
    """Vectors about a hundred centres, the same centres for each seed."""
    middle = np.random.default_rng(1).normal(size=(centres, dimensions))
    chance = np.random.default_rng(seed)
    made = middle[chance.integers(centres, size=n)] + 0.7 * chance.normal(size=(n, dimensions))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return clustered(2, N)


@pytest.fixture(scope="module")
def index(vectors: Vectors) -> VectorIndex:
    return VectorIndex.build(vectors, IVF)


def nearest(vectors: Vectors, query: Vectors, depth: int, allowed: Rows | None = None) -> set[int]:
    rows = np.arange(len(vectors)) if allowed is None else allowed
    return set(rows[np.argsort(-(vectors[rows] @ query), kind="stable")[:depth]].tolist())


def recall(index: VectorIndex, vectors: Vectors, mask: np.ndarray | None = None, depth: int = 100) -> float:
    allowed = None if mask is None else np.flatnonzero(mask)
    found = [
        len(set(index.nearest(query, depth, mask).rows.tolist()) & nearest(vectors, query, depth, allowed)) / depth
        for query in clustered(3, 20)
    ]
    return float(np.mean(found))


def test_the_plan_goes_by_size_unless_told_otherwise() -> None:
    assert VectorPlan().cells(EXACT_UP_TO) is None
    assert VectorPlan().cells(EXACT_UP_TO + 1) == Cells(2048, 600)
    assert VectorPlan().cells(1_000_000) == Cells(4096, 512)
    assert VectorPlan("exact").cells(5_000_000) is None
    assert VectorPlan("ivf").cells(FIRST_PASS_FROM - 1) is None
    assert VectorPlan("ivf").cells(FIRST_PASS_FROM) == Cells(128, 128)
    assert VectorPlan("ivf", probes=500).cells(FIRST_PASS_FROM) == Cells(128, 128)


def test_small_collections_have_no_codes_and_larger_ones_have_exact_ones(vectors: Vectors) -> None:
    assert VectorIndex.build(vectors[: FIRST_PASS_FROM - 1], IVF).codes is None
    assert isinstance(VectorIndex.build(vectors[:FIRST_PASS_FROM]).codes, ExactCodes)
    assert isinstance(VectorIndex.build(vectors[:FIRST_PASS_FROM], IVF).codes, CellCodes)


def test_cells_find_nearly_all_of_the_nearest(index: VectorIndex, vectors: Vectors) -> None:
    assert recall(index, vectors) >= 0.98


def test_cosines_are_true_and_fall(index: VectorIndex, vectors: Vectors) -> None:
    query = clustered(4, 1)[0]
    found = index.nearest(query, 50)
    np.testing.assert_allclose(found.cosines, vectors[found.rows] @ query, atol=1e-6)
    assert (np.diff(found.cosines) <= 0).all()


@pytest.mark.parametrize("share", [0.5, 0.45])
def test_a_filter_loses_nothing(index: VectorIndex, vectors: Vectors, share: float) -> None:
    mask = np.random.default_rng(5).random(N) < share
    found = index.nearest(clustered(6, 1)[0], 100, mask)
    assert mask[found.rows].all()
    assert len(found.rows) == 100
    assert recall(index, vectors, mask) >= 0.98


def test_where_a_filter_keeps_few_rows_search_is_exact(index: VectorIndex, vectors: Vectors) -> None:
    mask = np.random.default_rng(5).random(N) < 0.01
    for query in clustered(7, 10):
        assert set(index.nearest(query, 30, mask).rows.tolist()) == nearest(vectors, query, 30, np.flatnonzero(mask))


def test_rows_far_from_the_query_are_found_where_only_they_are_kept(index: VectorIndex, vectors: Vectors) -> None:
    """The probed cells may hold none of them: more are read until the depth is reached."""
    query = clustered(8, 1)[0]
    far = np.argsort(vectors @ query)[:5_500]
    mask = np.zeros(N, dtype=np.bool_)
    mask[far] = True
    found = index.nearest(query, 100, mask)
    assert len(found.rows) == 100
    assert mask[found.rows].all()


def test_every_row_is_found_at_the_greatest_depth(index: VectorIndex) -> None:
    assert sorted(index.nearest(clustered(9, 1)[0], N).rows.tolist()) == list(range(N))


def test_the_same_vectors_give_the_same_cells(index: VectorIndex, vectors: Vectors, tmp_path: Path) -> None:
    index.save(tmp_path / "one")
    VectorIndex.build(vectors, IVF).save(tmp_path / "other")
    for file in sorted(path.name for path in (tmp_path / "one").iterdir()):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()


@pytest.mark.parametrize("plan", [IVF, VectorPlan("exact")], ids=["cells", "exact"])
def test_codes_are_mapped_not_read(vectors: Vectors, plan: VectorPlan, tmp_path: Path) -> None:
    VectorIndex.build(vectors, plan).save(tmp_path)
    again = VectorIndex.load(tmp_path)
    mapped = Path("/proc/self/maps")
    if not mapped.exists():
        pytest.skip("this system does not say which files a process has mapped")
    assert {path.name for path in tmp_path.iterdir() if str(path) in mapped.read_text()} >= {
        "vectors.npy",
        "cells.faiss" if plan is IVF else "codes.faiss",
    }
    query = clustered(4, 1)[0]
    assert again.nearest(query, 20).rows.tolist() == VectorIndex.build(vectors, plan).nearest(query, 20).rows.tolist()


def test_a_small_change_keeps_the_cells_and_finds_the_new(index: VectorIndex, vectors: Vectors) -> None:
    fresh = clustered(10, 3)
    sources = np.arange(N)[5:].tolist()
    sources[100:100] = [-1, -1]
    sources.append(-1)
    places = np.array(sources)
    changed = np.empty((len(places), vectors.shape[1]), dtype=np.float32)
    changed[places >= 0] = vectors[places[places >= 0]]
    changed[places < 0] = fresh
    after = index.with_rows(changed, places, IVF)
    assert isinstance(after.codes, CellCodes)
    assert isinstance(index.codes, CellCodes)
    assert after.codes.cell_of[0] == index.codes.cell_of[5]
    for vector, row in zip(fresh, np.flatnonzero(places < 0).tolist(), strict=True):
        assert after.nearest(vector, 1).rows.tolist() == [row]
    assert recall(after, changed) >= 0.98


def test_cells_are_learnt_anew_when_the_collection_has_grown_by_half() -> None:
    small = clustered(2, 5_000)
    grown = np.concatenate([small, clustered(11, 3_000)])
    sources = np.concatenate([np.arange(5_000), np.full(3_000, -1)])
    index = VectorIndex.build(small, VectorPlan("ivf"))
    after, built = index.with_rows(grown, sources, VectorPlan("ivf")), VectorIndex.build(grown, VectorPlan("ivf"))
    assert isinstance(after.codes, CellCodes)
    assert isinstance(built.codes, CellCodes)
    assert after.codes.cell_of.tolist() == built.codes.cell_of.tolist()
