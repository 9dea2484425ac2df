"""The real ILO export: the counts of its README, the same collection from either format."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.generation import current
from index.indexer import index
from index.opened import Opened, open_generation
from index.settings import IndexSettings
from retrieval.stats import Stats, stats


@pytest.fixture(scope="module")
def opened(ilo_data: Path) -> Iterator[Opened]:
    generation = open_generation(ilo_data)
    with closing(generation.store):
        yield generation


@pytest.fixture(scope="module")
def counted(opened: Opened) -> Stats:
    return stats(opened)


def test_records_and_evaluations_are_counted_once_each(counted: Stats) -> None:
    assert {kind: counted.records[kind] for kind in ("lesson", "good_practice", "recommendation")} == {
        "lesson": 2790,
        "good_practice": 1512,
        "recommendation": 3007,
    }
    assert counted.documents == 1699
    assert counted.passages > sum(counted.records.values())


def test_management_responses_are_counted_by_status(counted: Stats) -> None:
    assert {status.casefold(): count for status, count in counted.status.items()} == {
        "partially completed": 1367,
        "completed": 1077,
        "action not yet taken": 320,
        "no action planned": 180,
        "rejected": 63,
    }


def test_the_good_practice_without_text_is_kept_and_has_no_passage(opened: Opened) -> None:
    (name,) = opened.store.record_ids("good_practice:246465")
    record = opened.store.record(name)
    assert record is not None
    assert record.parts == ()
    assert opened.store.passages_of(name) == []


def test_nothing_is_cut_off(opened: Opened) -> None:
    """All passages of a part together hold every character of it that is not white space."""
    held: dict[tuple[str, int], int] = {}
    parts: dict[tuple[str, int], str] = {}
    for begin in range(0, opened.manifest.passages, 500):
        for one in opened.store.passages(range(begin, min(begin + 500, opened.manifest.passages))):
            place = one.record.id, one.part
            held[place] = held.get(place, 0) + len("".join(one.text.split()))
            parts[place] = "".join(one.record.parts[one.part].text.split())
    assert {place: len(text) for place, text in parts.items()} == held


def test_the_workbook_gives_the_same_collection(
    shared: Path, ilo_data: Path, settings: IndexSettings, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(ilo_data / "vectors.sqlite", data)
    report = index([shared / "data" / "ilo_ieval" / "ieval_discovery_export.xlsx"], data, settings)
    assert report.generation == current(ilo_data)
    (file,) = report.files
    assert [problem.where for problem in file.problems if problem.record_id and "246465" in problem.record_id]
