"""What is counted. Nothing of who did it: no address, no session, no hour."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from retrieval.answer import Answer


class Searched(NamedTuple):
    """A search that was answered, well or not."""

    day: date
    query: str
    language: str
    answered: bool


class OpenedRecord(NamedTuple):
    """A record whose page was opened."""

    day: date
    record: str


Event = Searched | OpenedRecord


def searched(answer: Answer) -> Searched | None:
    """The event of a search; None for a further page of the same one."""
    if answer.offset:
        return None
    return Searched(today(), answer.query.text, answer.query.language, answered=answer.total > 0)


def opened(record: str) -> OpenedRecord:
    """The event of a record's page."""
    return OpenedRecord(today(), record)


def today() -> date:
    """The day in UTC."""
    return datetime.now(tz=UTC).date()


def week_of(day: date) -> str:
    """The week of a day as ISO 8601 names it: "2026-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
