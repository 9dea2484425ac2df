"""Counts by week, and queries by day where the settings allow it, in one SQLite file of the data folder."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from index.annotate.personal import mask
from service.usage.events import Event, OpenedRecord, Searched, week_of

FILE = "usage.sqlite"
LONGEST = 300  # characters of a query that are kept
_MOST = 200_000  # different queries; beyond them only counts go on
_PATIENCE = 5.0  # seconds that a write waits for another process
_ADD = {
    "weeks": "INSERT INTO weeks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
    "opened": "INSERT INTO opened VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
    "queries": "INSERT INTO queries VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
}


class Week(NamedTuple):
    """What was asked in one week."""

    name: str
    searches: int
    unanswered: int


class UsageStore:
    """One file of counts. Every method raises sqlite3.Error where it cannot be used.

    Query texts are kept for `days` days; with 0, none is kept and those that were are removed.
    """

    def __init__(self, data: Path, days: int) -> None:
        self._file = data / FILE
        self.days = days

    def add(self, events: Iterable[Event], today: date) -> None:
        """Count some events, and remove the queries whose time is over: all or nothing."""
        weeks: Counter[tuple[str, str]] = Counter()
        opened: Counter[tuple[str, str]] = Counter()
        queries: Counter[tuple[str, str, bool]] = Counter()
        for event in events:
            week = week_of(event.day)
            if isinstance(event, OpenedRecord):
                opened[week, event.record] += 1
                continue
            weeks.update((week, what) for what in _told(event))
            queries[event.day.isoformat(), _kept(event.query), event.answered] += 1
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute("DELETE FROM queries WHERE day <= ?", (self._over(today),))
            db.executemany(_ADD["weeks"], _rows(weeks))
            db.executemany(_ADD["opened"], _rows(opened))
            (held,) = db.execute("SELECT count(*) FROM queries").fetchone()
            if self.days and held < _MOST:
                db.executemany(_ADD["queries"], _rows(queries))
            db.execute("COMMIT")

    def purge(self, today: date) -> None:
        """Remove the queries whose time is over."""
        if self._file.exists():
            self.add([], today)

    def weeks(self, most: int) -> list[Week]:
        """The last weeks in which there was a search, oldest first."""
        query = (
            "SELECT week, sum(count * (what = 'searches')), sum(count * (what = 'unanswered')) FROM weeks "
            "GROUP BY week ORDER BY week DESC LIMIT ?"
        )
        return [Week(*row) for row in self._read(query, most)][::-1]

    def languages(self) -> dict[str, int]:
        """How many searches were in each language, most frequent first."""
        query = (
            "SELECT substr(what, 10), sum(count) FROM weeks WHERE what LIKE 'language:%' "
            "GROUP BY what ORDER BY sum(count) DESC, what"
        )
        return {str(language): int(count) for language, count in self._read(query)}

    def most_opened(self, most: int) -> dict[str, int]:
        """The records whose pages were opened most often, in all weeks."""
        query = "SELECT record, sum(count) FROM opened GROUP BY record ORDER BY sum(count) DESC, record LIMIT ?"
        return {str(record): int(count) for record, count in self._read(query, most)}

    def unanswered(self, most: int, today: date) -> dict[str, int]:
        """The queries without a good answer that were asked most often, of those that are kept."""
        query = (
            "SELECT query, sum(count) FROM queries WHERE NOT answered AND day > ? GROUP BY query "
            "ORDER BY sum(count) DESC, query LIMIT ?"
        )
        return {str(text): int(count) for text, count in self._read(query, self._over(today), most)}

    def _over(self, today: date) -> str:
        """The last day whose queries are kept no more."""
        return (today - timedelta(days=self.days)).isoformat()

    def _read(self, query: str, *parameters: int | str) -> list[Any]:
        if not self._file.exists():
            return []
        with self._open() as db:
            return list(db.execute(query, parameters))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete = ON")  # a query that is removed is overwritten
            db.executescript(files("service.usage").joinpath("store.sql").read_text("utf-8"))
            yield db


def _told(event: Searched) -> tuple[str, ...]:
    more = () if event.answered else ("unanswered",)
    return ("searches", f"language:{event.language}", *more)


def _kept(query: str) -> str:
    """A query as it is kept: on one line, in lower case, without addresses and phone numbers of people."""
    return " ".join(mask(query).casefold().split())[:LONGEST]


def _rows(counts: Mapping[Any, int]) -> list[tuple[Any, ...]]:
    return [(*key, count) for key, count in counts.items()]
