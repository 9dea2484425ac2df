"""All that the page for those who run the service shows, gathered when it is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from index.errors import CatalogError
from index.opened import Opened
from index.sources import SourceReport, source_reports
from index.visibility import Audience
from service.insight.coverage import grid, rows_of_hits
from service.insight.drawing import HeatMap, Weeks, heat_map, weeks_drawn
from service.usage.events import today
from service.usage.store import FILE, UsageStore, Week

_WEEKS = 52
_LISTED = 20
_THEMES, _COUNTRIES, _YEARS = 15, 20, 20


class OpenedMost(NamedTuple):
    """A record that people open: its identifier, what it is from, how often; no title where it is gone."""

    record: str
    title: str | None
    times: int


class Language(NamedTuple):
    """A language: the passages held in it, the searches asked in it."""

    code: str
    passages: int
    searches: int


@dataclass
class Insight:
    """Use and coverage of one data folder. `troubles` names what could not be read; the rest is shown all the same."""

    data: Path
    usage: UsageStore
    troubles: list[str] = field(default_factory=list)

    def weeks(self) -> Weeks:
        """Searches by week."""
        weeks: list[Week] = []
        with self._told():
            weeks = self.usage.weeks(_WEEKS)
        return weeks_drawn(weeks)

    def unanswered(self) -> dict[str, int]:
        """Queries without a good answer, where texts are kept."""
        return self._counts(lambda: self.usage.unanswered(_LISTED, today()))

    def most_opened(self, opened: Opened, audience: Audience) -> list[OpenedMost]:
        """The records whose pages are opened most; of what is gone, those alone that the audience could see."""
        counts = self._counts(lambda: self.usage.most_opened(_LISTED))
        store = opened.store
        return [
            OpenedMost(record, _title(opened, record), count)
            for record, count in counts.items()
            if audience.everything or store.record(record) or store.is_withdrawn(record)
        ]

    def languages(self, opened: Opened) -> list[Language]:
        """Of passages and of searches, most passages first."""
        held, asked = opened.facets["language"].counts(), self._counts(self.usage.languages)
        found = [Language(code, held.get(code, 0), asked.get(code, 0)) for code in {*held, *asked}]
        return sorted(found, key=lambda one: (-one.passages, -one.searches, one.code))

    def coverage(self, opened: Opened, first: int | None, last: int | None) -> dict[str, HeatMap]:
        """Themes by countries in the years asked for; themes and countries by year."""
        every, some = rows_of_hits(opened), rows_of_hits(opened, first, last)
        return {
            "theme_country": heat_map(grid(opened, some, "theme", "country", (_THEMES, _COUNTRIES))),
            "theme_year": heat_map(grid(opened, every, "theme", "year", (_THEMES, _YEARS))),
            "country_year": heat_map(grid(opened, every, "country", "year", (_COUNTRIES, _YEARS))),
        }

    def sources(self, audience: Audience) -> list[SourceReport]:
        """What was taken in from which file, if the audience may see all of it."""
        try:
            return source_reports(self.data, audience)
        except CatalogError as error:
            self.troubles.append(error.message)
            return []

    def _counts(self, read: Callable[[], dict[str, int]]) -> dict[str, int]:
        with self._told():
            return read()
        return {}

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Note what cannot be read instead of failing."""
        try:
            yield
        except sqlite3.Error as error:
            self.troubles.append(f"{FILE}: {error}")


def _title(opened: Opened, id_: str) -> str | None:
    record = opened.store.record(id_)
    document = opened.store.document(record.document_id) if record else None
    return document.title if document else None
