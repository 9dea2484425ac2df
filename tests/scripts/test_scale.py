"""Synthetic collections: the same for the same seed, and what an indexing run would make of the same records."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.build import Collection, cut_records, publish_collection
from index.encoders.base import Encoder
from index.generation import current, folder_of
from index.opened import open_generation
from index.progress import Silent
from index.settings import IndexSettings

ROOT = Path(__file__).parents[2]
SCRIPTS = str(ROOT / "scripts")
PASSAGES = 400


@pytest.fixture(scope="module", autouse=True)
def importable() -> Iterator[None]:
    sys.path.insert(0, SCRIPTS)
    yield
    sys.path.remove(SCRIPTS)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def synthetic(encoder: Encoder, kept: Path, importable: None) -> object:
    from benchmarks.synthetic import Synthetic

    return Synthetic(encoder, kept, subjects=8)


def test_the_same_seed_gives_the_same_and_no_record_depends_on_how_many_there_are(
    synthetic: object, encoder: Encoder, kept: Path, tmp_path: Path
) -> None:
    from benchmarks.synthetic import Synthetic

    again = Synthetic(encoder, kept, subjects=8)
    assert [*again.records(50)] == [*synthetic.records(PASSAGES)][:50]
    few, many = again.vectors(50, tmp_path / "few.npy"), synthetic.vectors(PASSAGES, tmp_path / "many.npy")
    assert (few == many[:50]).all()
    np.testing.assert_allclose(np.linalg.norm(many, axis=1), 1, atol=1e-5)
    assert next(Synthetic(encoder, tmp_path, subjects=8, seed=2).records(1)) != next(again.records(1))


def test_passages_of_a_subject_lie_together(synthetic: object, tmp_path: Path) -> None:
    vectors = synthetic.vectors(PASSAGES, tmp_path / "vectors.npy")
    subjects = np.array([record.facets.themes[0] for record in synthetic.records(PASSAGES)])
    cosines = vectors @ vectors.T
    alike = subjects[:, None] == subjects[None, :]
    assert cosines[alike & ~np.eye(PASSAGES, dtype=bool)].mean() > cosines[~alike].mean() + 0.2


def test_every_record_is_one_passage(synthetic: object, encoder: Encoder) -> None:
    from benchmarks.scale.stream import passage_of

    records = {record.id: record for record in synthetic.records(PASSAGES)}
    assert cut_records(records, encoder, Silent()) == [passage_of(record) for record in records.values()]


def test_what_is_written_record_by_record_is_what_an_indexing_run_writes(
    synthetic: object, encoder: Encoder, settings: IndexSettings, tmp_path: Path
) -> None:
    from benchmarks.scale.stream import passage_of, publish_stream

    vectors = synthetic.vectors(PASSAGES, tmp_path / "vectors.npy")
    whole, stream = tmp_path / "whole", tmp_path / "stream"
    documents = {document.id: document for document in synthetic.documents(PASSAGES)}
    collection = Collection(documents, {record.id: record for record in synthetic.records(PASSAGES)}, [])
    cut = [passage_of(record) for record in collection.records.values()]
    publish_collection(whole, collection, cut, vectors, encoder, settings.lexical, settings.vector_plan)
    publish_stream(stream, synthetic, vectors, encoder, settings.vector_plan)
    expected = {name: sum_ for name, sum_ in sums(whole).items() if not name.startswith("traces/")}
    assert sums(stream) == expected
    assert open_generation(stream).manifest.model_copy(update={"files": {}}) == open_generation(
        whole
    ).manifest.model_copy(update={"files": {}})


def sums(data: Path) -> dict[str, str]:
    """The SHA-256 of every file of the published generation but its manifest."""
    folder = folder_of(data, current(data) or "")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("manifest.json")
    }


def test_recall_is_the_part_of_the_nearest_that_is_found() -> None:
    from benchmarks.scale.recall import exact, recall_of

    from index.vectors import VectorIndex

    vectors = np.eye(6, dtype=np.float32)
    query = np.array([[0.9, 0.3, 0.2, 0.1, 0.05, 0.01]], dtype=np.float32)
    assert exact(vectors, query, 3).tolist() == [[0, 1, 2]]
    assert recall_of(VectorIndex.build(vectors), query, np.array([[0, 1, 2]])) == 1
    assert recall_of(VectorIndex.build(vectors), query, np.array([[0, 4, 5]])) == pytest.approx(1 / 3)


def test_a_small_collection_is_measured_and_kept(tmp_path: Path) -> None:
    def run() -> dict[str, dict[str, object]]:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks", "--scale", "300", "--keep", str(tmp_path), "--queries", "10",
             "--repeat", "1", "--connections", "4", "--only", "search", "--json"],
            env={**os.environ, "PYTHONPATH": SCRIPTS}, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return {one["name"]: one for one in json.loads(done.stdout)["figures"]}

    found = run()
    made = (tmp_path / "300" / "made.json").stat().st_mtime_ns
    assert found["300: recall@100 against exact search"]["value"] == 1
    assert found["300: whole search, p99"]["value"] >= found["300: whole search, p50"]["value"] > 0
    assert found["300: memory of the searching process, resident"]["value"] > 0
    assert found["300: whole search − encoding, p50"]["target"] is None
    run()
    assert (tmp_path / "300" / "made.json").stat().st_mtime_ns == made
