"""Whole indexing runs on the sample collection, as they should go."""

from __future__ import annotations

import csv
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from index.generation import current, folder_of
from index.indexer import index, index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.opened import open_generation
from index.report import RunReport
from index.settings import IndexSettings

_LESSONS = "lessons_learned.csv"


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


class Interrupting:
    """Progress that stops a run after one step of the stage "reading"."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        def advance(_: int) -> None:
            if name == "reading":
                raise KeyboardInterrupt

        yield advance


def test_an_interrupted_run_ends_as_if_it_had_not_been(source: Path, data: Path, settings: IndexSettings) -> None:
    """The rows of a lesson with two countries are parted between two files, and the run stops between them."""
    columns, rows = rows_of(source / _LESSONS)
    several = next(row for row in rows if sum(r["Lessons learned ID"] == row["Lessons learned ID"] for r in rows) > 1)
    one, *others = [row for row in rows if row["Lessons learned ID"] == several["Lessons learned ID"]]
    halves = [source / "half_a.csv", source / "half_b.csv"]
    write(halves[0], columns, [one])
    write(halves[1], columns, others)
    with pytest.raises(KeyboardInterrupt):
        index(halves, data, settings, progress=Interrupting())
    report = index(halves, data, settings)
    assert statuses(report) == {"half_a.csv": "unchanged", "half_b.csv": "read"}
    opened = open_generation(data)
    with closing(opened.store):
        (passage, *_) = opened.store.passages([0])
        assert set(passage.record.facets.countries) == {row["Country(ies)"] for row in (one, *others)}
    assert index(halves, data.with_name("other"), settings).generation == report.generation


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


def test_what_a_later_run_says_goes_first(source: Path, data: Path, settings: IndexSettings) -> None:
    columns, rows = rows_of(source / _LESSONS)
    for name, text in (("a.csv", "A. What was thought at first."), ("b.csv", "B. What is known now.")):
        write(source / name, columns, [rows[0] | {"Lessons learned description": text}])
        index([source / name], data, settings)
    opened = open_generation(data)
    with closing(opened.store):
        assert [passage.text for passage in opened.store.passages([0])] == ["B. What is known now."]
        assert opened.manifest.passages == 1


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
