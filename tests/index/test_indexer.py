"""Whole indexing runs on the sample collection."""

from __future__ import annotations

import csv
import json
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from index.errors import CatalogError, DataFolderBusy, IndexingError
from index.generation import current, folder_of
from index.indexer import index, index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.opened import open_generation
from index.report import RunReport
from index.settings import IndexSettings

_LESSONS = "lessons_learned.csv"


@pytest.fixture
def source(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample, to be changed."""
    return Path(shutil.copytree(sample, tmp_path / "source"))


@pytest.fixture
def data(tmp_path: Path, sample_data: Path) -> Path:
    """An empty data folder that need not encode the sample again."""
    (tmp_path / "data").mkdir()
    shutil.copy(sample_data / "vectors.sqlite", tmp_path / "data")
    return tmp_path / "data"


def rows_of(table: Path) -> tuple[list[str], list[dict[str, str]]]:
    with table.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        return list(reader.fieldnames or []), list(reader)


def write(table: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with table.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)


def keep_rows(table: Path, keep: int) -> None:
    columns, rows = rows_of(table)
    write(table, columns, rows[:keep])


def ids(data: Path) -> tuple[set[str], set[str]]:
    """Every record's and every passage's identifier."""
    opened = open_generation(data)
    with closing(opened.store):
        passages = opened.store.passages(range(opened.manifest.passages))
        return {passage.record.id for passage in passages}, {passage.id for passage in passages}


def statuses(report: RunReport) -> dict[str, str]:
    return {Path(file.path).name: file.status for file in report.files}


def kept_vectors(data: Path) -> int:
    with closing(sqlite3.connect(data / "vectors.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM vectors").fetchone()[0])


def test_the_sample_is_counted_as_its_readme_says(source: Path, data: Path, settings: IndexSettings) -> None:
    report = index([source], data, settings)
    read = {Path(file.path).name: file.records for file in report.files}
    assert read[_LESSONS] == {"lesson": 68}
    assert read["good_practices.csv"] == {"good_practice": 26}
    assert read["recommendations.csv"] == {"management_response": 36, "recommendation": 36}
    assert report.planned == 5
    assert report.records["recommendation"] == 36 + 1  # and that of the page
    assert report.records["key_action"] == 3
    assert set(statuses(report).values()) == {"read"}
    assert "README.md" not in read
    (empty,) = [p for file in report.files for p in file.problems if p.record_id and "920024" in p.record_id]
    assert empty.file == "good_practices.csv"


def test_an_unchanged_run_reads_and_encodes_nothing(source: Path, data: Path, settings: IndexSettings) -> None:
    first = index([source], data, settings)
    vectors, stamp = kept_vectors(data), folder_of(data, first.generation).stat().st_mtime_ns
    second = index([source], data, settings)
    assert set(statuses(second).values()) == {"unchanged"}
    assert (second.generation, second.built) == (first.generation, False)
    assert [file.problems for file in second.files] == [file.problems for file in first.files]
    assert second.model_copy(update={"files": [], "built": True, "seconds": 0.0}) == first.model_copy(
        update={"files": [], "seconds": 0.0}
    )
    assert kept_vectors(data) == vectors
    assert folder_of(data, first.generation).stat().st_mtime_ns == stamp


def test_shuffled_rows_and_columns_change_nothing(
    source: Path, data: Path, sample_data: Path, settings: IndexSettings
) -> None:
    shuffle = random.Random(7).shuffle
    for table in source.glob("*.csv"):
        columns, rows = rows_of(table)
        shuffle(rows)
        shuffle(columns)
        write(table, columns, rows)
    report = index(sorted(source.glob("[!R]*"), reverse=True), data, settings)
    assert report.generation == current(sample_data)
    assert ids(data) == ids(sample_data)


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


def test_removed_rows_are_withdrawn_and_may_come_back(source: Path, data: Path, settings: IndexSettings) -> None:
    first = index([source], data, settings)
    records, _ = ids(data)
    whole = (source / _LESSONS).read_bytes()
    keep_rows(source / _LESSONS, 100)
    second = index([source], data, settings)
    left, _ = ids(data)
    gone = records - left
    assert gone
    assert left < records
    assert second.records["lesson"] == first.records["lesson"] - len(gone)
    opened = open_generation(data)
    with closing(opened.store):
        assert all(opened.store.is_withdrawn(one) for one in gone)
        assert not any(opened.store.is_withdrawn(one) for one in left)
    (source / _LESSONS).write_bytes(whole)
    assert index([source], data, settings).generation == first.generation


def test_what_earlier_runs_took_in_stays(source: Path, data: Path, settings: IndexSettings, sample_data: Path) -> None:
    for file in sorted(source.glob("[!R]*"), key=lambda file: file.name != _LESSONS):
        report = index([file], data, settings)
    assert report.generation == current(sample_data)


def test_a_rebuild_needs_no_sources(source: Path, data: Path, settings: IndexSettings) -> None:
    first = index([source], data, settings)
    shutil.rmtree(source)
    shutil.rmtree(folder_of(data, first.generation))
    report = index([], data, settings, rebuild=True)
    assert (report.generation, report.built, report.files) == (first.generation, True, [])
    open_generation(data).store.close()


def test_another_lexical_backend_is_another_generation(source: Path, data: Path, settings: IndexSettings) -> None:
    first = index([source], data, settings)
    report = index([source], data, settings.model_copy(update={"lexical": "rank-bm25"}))
    assert (report.built, report.generation != first.generation) == (True, True)
    opened = open_generation(data)
    with closing(opened.store):
        assert opened.manifest.lexical == "rank-bm25"
        assert opened.lexical.frequency("exit") > 0
    assert {path.name for path in (data / "generations").iterdir()} == {first.generation, report.generation}
    assert index([source], data, settings).generation == first.generation


def test_another_model_is_another_generation(
    source: Path, data: Path, settings: IndexSettings, tiny_model: Path, tiny_cache: Path
) -> None:
    keep_rows(source / _LESSONS, 5)
    tiny = settings.model_copy(update={"model": str(tiny_model), "cache": tiny_cache})
    report = index([source / _LESSONS], data, tiny)
    opened = open_generation(data)
    with closing(opened.store):
        assert (opened.manifest.encoder.model, opened.manifest.encoder.dimensions) == ("tiny", 16)
        assert opened.manifest.passages == report.passages > 5  # its window is small


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


def test_records_that_come_from_no_file(data: Path, settings: IndexSettings) -> None:
    document = Document(id="beir:corpus:1", publisher="beir", title="Corpus")
    part = Part(name="text", text="Plan the exit.")
    record = Record(id="beir:document:1", local_id="1", document_id=document.id, kind=Kind.OTHER, parts=(part,))
    extraction = Extraction(documents=(document,), records=(record,))
    manifest = index_extraction("corpus", extraction, data, settings)
    assert manifest.records == {"other": 1}
    assert index_extraction("corpus", extraction, data, settings) == manifest


def test_a_report_is_json(source: Path, data: Path, settings: IndexSettings) -> None:
    keep_rows(source / _LESSONS, 5)
    report = index([source / _LESSONS], data, settings)
    assert RunReport.model_validate(json.loads(report.model_dump_json())) == report
