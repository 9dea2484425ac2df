"""Indexing runs that meet trouble: it is named, it stops nobody else, and nothing stored is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from index.errors import CatalogError, DataFolderBusy, IndexingError
from index.generation import current
from index.indexer import index
from index.report import RunReport
from index.settings import IndexSettings

_LESSONS = "lessons_learned.csv"


def statuses(report: RunReport) -> dict[str, str]:
    return {Path(file.path).name: file.status for file in report.files}


def test_a_file_that_cannot_be_read_stops_nobody_else(
    source: Path, data: Path, sample_data: Path, settings: IndexSettings
) -> None:
    (source / "broken.xlsx").write_bytes(b"PK\x03\x04 but nothing more")
    (source / "picture.png").write_bytes(b"\x89PNG")
    (source / "nowhere.csv").symlink_to(source / "missing.csv")
    (source / "circle.csv").symlink_to(source / "circle.csv")
    report = index([source], data, settings)
    failed = {Path(file.path).name: file.problems for file in report.files if file.status == "failed"}
    assert failed.keys() == {"broken.xlsx", "picture.png", "missing.csv", "circle.csv"}
    for problems in failed.values():
        (problem,) = problems
        assert problem.file in problem.reason
        assert problem.hint
    assert report.generation == current(sample_data)


def test_a_failed_file_is_tried_again(source: Path, data: Path, settings: IndexSettings) -> None:
    whole = (source / _LESSONS).read_bytes()
    (source / _LESSONS).write_bytes(b"\0" * 1000)
    assert statuses(index([source], data, settings))[_LESSONS] == "failed"
    (source / _LESSONS).write_bytes(whole)
    report = index([source], data, settings)
    assert statuses(report)[_LESSONS] == "read"
    assert report.records["lesson"] > 68


def test_a_failed_second_reading_keeps_what_was_stored(source: Path, data: Path, settings: IndexSettings) -> None:
    first = index([source], data, settings)
    (source / _LESSONS).write_bytes(b"\0" * 1000)
    second = index([source], data, settings)
    assert statuses(second)[_LESSONS] == "failed"
    assert (second.generation, second.records) == (first.generation, first.records)


def test_two_runs_at_once_are_refused(source: Path, data: Path, settings: IndexSettings) -> None:
    with FileLock(data / ".lock"), pytest.raises(DataFolderBusy, match="Another indexing run") as caught:
        index([source], data, settings)
    assert "--data" in caught.value.hint
    assert index([source], data, settings).built


def test_a_data_folder_that_cannot_be_one_is_named(source: Path, settings: IndexSettings) -> None:
    with pytest.raises(CatalogError, match=r"README\.md cannot be used as a data folder: File exists"):
        index([source], source / "README.md", settings)


def test_a_damaged_cache_of_vectors_is_named(source: Path, data: Path, settings: IndexSettings) -> None:
    (data / "vectors.sqlite").write_bytes(b"not a database " * 100)
    with pytest.raises(CatalogError, match="cannot be used as a cache of vectors") as caught:
        index([source], data, settings)
    assert f"delete {data / 'vectors.sqlite'}" in caught.value.hint


def test_nothing_to_index_tells_why_each_file_was_of_no_use(tmp_path: Path, settings: IndexSettings) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(IndexingError, match="nothing to index") as caught:
        index([tmp_path / "picture.png"], tmp_path / "data", settings)
    (file,) = caught.value.details["files"]
    assert (Path(file["path"]).name, file["status"]) == ("picture.png", "failed")
    assert current(tmp_path / "data") is None
