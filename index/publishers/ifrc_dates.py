"""When an IFRC operation or excerpt was published: what its rows say, where they can be believed."""

from __future__ import annotations

from datetime import date, timedelta

from index.model import Problem
from index.publishers.collapse import RowGroup
from index.publishers.dates import DAY_FIRST, ISO, parse_past_date
from index.publishers.source import SourceTable
from index.readers.rows import Row

DATE = "Date"
# Operations run for months, the longest for a few years. A column filled downwards by its last cell gives one
# operation decades, and then none of its dates is to be trusted.
_LONGEST = timedelta(days=5 * 365)


class Dates:
    """The dates of one operation: ISO days, ISO timestamps or dd-mm-yyyy."""

    def __init__(self, operation: RowGroup) -> None:
        days = _days(operation.rows)
        self._span = max(days) - min(days) if days else timedelta()

    @staticmethod
    def is_possible(value: str) -> bool:
        """Whether `value` is a day of the calendar that is not still to come."""
        return _day(value) is not None

    def of(self, group: RowGroup) -> tuple[date | None, int | None]:
        """The day that all rows of `group` agree on, and their year where they agree on that at least."""
        days = set() if self._span > _LONGEST else _days(group.rows)
        years = {day.year for day in days}
        return days.pop() if len(days) == 1 else None, years.pop() if len(years) == 1 else None

    def problems(self, source: SourceTable, operation: str) -> list[Problem]:
        """One problem where the dates of the operation cannot be believed."""
        if self._span <= _LONGEST:
            return []
        reason = f"the dates of {operation} lie {self._span.days // 365} years apart; its records have no date"
        return [source.problem(reason, hint="Look for a date column that was filled downwards.")]


def _days(rows: list[Row]) -> set[date]:
    return {day for row in rows if (day := _day(row.values.get(DATE, "")))}


def _day(value: str) -> date | None:
    return parse_past_date(value, (ISO, DAY_FIRST))
