"""Counts by week; queries only where allowed, and only for their time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.usage.events import OpenedRecord, Searched, week_of
from service.usage.store import FILE, UsageStore, Week

MONDAY = date(2026, 11, 16)


def searched(query: str = "exit", day: date = MONDAY, language: str = "en", answered: bool = True) -> Searched:
    return Searched(day, query, language, answered)


def queries(data: Path) -> list[tuple[str, str, int, int]]:
    with closing(sqlite3.connect(data / FILE)) as db:
        return db.execute("SELECT day, query, answered, count FROM queries ORDER BY day, query").fetchall()


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 22), "2026-W47"),
        (date(2026, 11, 23), "2026-W48"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_weeks_are_those_of_iso_8601(day: date, week: str) -> None:
    assert week_of(day) == week


def test_searches_are_counted_by_week_with_those_without_an_answer(tmp_path: Path) -> None:
    store = UsageStore(tmp_path, days=0)
    store.add([searched(), searched(answered=False, language="fr")], MONDAY)
    store.add([searched(), searched(day=MONDAY + timedelta(days=7))], MONDAY)
    assert store.weeks(10) == [Week("2026-W47", 3, 1), Week("2026-W48", 1, 0)]
    assert store.weeks(1) == [Week("2026-W48", 1, 0)]
    assert store.languages() == {"en": 3, "fr": 1}


def test_records_are_counted_as_they_are_opened(tmp_path: Path) -> None:
    store = UsageStore(tmp_path, days=0)
    store.add([OpenedRecord(MONDAY, "a"), OpenedRecord(MONDAY, "b")], MONDAY)
    store.add([OpenedRecord(MONDAY + timedelta(days=7), "b")], MONDAY)
    assert store.most_opened(10) == {"b": 2, "a": 1}
    assert store.most_opened(1) == {"b": 2}


def test_no_word_of_a_query_is_kept_unless_allowed(tmp_path: Path) -> None:
    store = UsageStore(tmp_path, days=0)
    store.add([searched("dismissal of Mr Unlucky", answered=False)], MONDAY)
    assert store.unanswered(10, MONDAY) == {}
    assert b"unlucky" not in (tmp_path / FILE).read_bytes().lower()


def test_queries_are_kept_by_day_in_lower_case_without_addresses(tmp_path: Path) -> None:
    store = UsageStore(tmp_path, days=30)
    store.add([searched("Exit  Strategy", answered=False), searched("exit strategy", answered=False)], MONDAY)
    store.add([searched("ask a@example.org", answered=False), searched("fine")], MONDAY)
    store.add([searched("x" * 400)], MONDAY)
    assert store.unanswered(10, MONDAY) == {"exit strategy": 2, "ask [e-mail removed]": 1}
    assert queries(tmp_path)[-1] == ("2026-11-16", "x" * 300, 1, 1)


def test_a_query_whose_time_is_over_is_removed_and_overwritten(tmp_path: Path) -> None:
    store = UsageStore(tmp_path, days=30)
    store.add([searched("unlucky question", answered=False)], MONDAY)
    last = MONDAY + timedelta(days=29)
    store.purge(last)
    assert store.unanswered(10, last) == {"unlucky question": 1}
    over = MONDAY + timedelta(days=30)
    assert store.unanswered(10, over) == {}
    store.purge(over)
    assert queries(tmp_path) == []
    assert b"unlucky" not in (tmp_path / FILE).read_bytes()
    assert store.weeks(10) == [Week("2026-W47", 1, 1)]


def test_when_the_setting_is_withdrawn_all_texts_go(tmp_path: Path) -> None:
    UsageStore(tmp_path, days=30).add([searched("unlucky question")], MONDAY)
    UsageStore(tmp_path, days=0).purge(MONDAY)
    assert b"unlucky" not in (tmp_path / FILE).read_bytes()


def test_purging_nothing_makes_no_file(tmp_path: Path) -> None:
    UsageStore(tmp_path, days=30).purge(MONDAY)
    assert UsageStore(tmp_path, days=30).weeks(10) == []
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_an_error_of_sqlite(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with pytest.raises(sqlite3.Error):
        UsageStore(tmp_path, days=0).add([searched()], MONDAY)


@given(days=st.lists(st.integers(0, 40), max_size=30), cuts=st.integers(0, 30))
def test_counts_add_up_however_events_are_batched(
    days: list[int], cuts: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    events = [searched(day=MONDAY + timedelta(days=day), answered=bool(day % 2)) for day in days]
    store = UsageStore(tmp_path_factory.mktemp("usage"), days=0)
    store.add(events[:cuts], MONDAY)
    store.add(events[cuts:], MONDAY)
    weeks = store.weeks(100)
    assert sum(week.searches for week in weeks) == len(events)
    assert sum(week.unanswered for week in weeks) == sum(1 for event in events if not event.answered)
    assert [week.name for week in weeks] == sorted({week_of(event.day) for event in events})
