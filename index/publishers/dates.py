"""Dates as tables write them. A date that is ambiguous, impossible or of the future is None: never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

ISO = "%Y-%m-%d"
DAY_FIRST = "%d-%m-%Y"
_YEARS = range(1900, 2101)


def parse_date(value: str, formats: Sequence[str] = (ISO,)) -> date | None:
    """The day in `value`, by the first of `formats` (as in `strptime`) that fits the whole of it.

    An ISO timestamp ("2021-01-29T00:00:00Z") counts as ISO. None for any other value and for years outside
    1900 to 2100.
    """
    for format_ in formats:
        parsed = _by_format(value.strip(), format_)
        if parsed is not None and parsed.year in _YEARS:
            return parsed
    return None


def parse_past_date(value: str, formats: Sequence[str] = (ISO,)) -> date | None:
    """Like `parse_date`, and None for a day still to come: nothing was learned on it yet."""
    parsed = parse_date(value, formats)
    return None if parsed is None or parsed > datetime.now(tz=UTC).date() else parsed


def parse_year(value: str) -> int | None:
    """A year from 1900 to 2100 that is the whole of `value`."""
    return int(value) if value.isdecimal() and int(value) in _YEARS else None


def is_date_format(format_: str) -> bool:
    """Whether a format can be used: it reads what it writes. `strptime` fails in more ways than ValueError."""
    try:
        written = datetime(2021, 11, 23, tzinfo=UTC).strftime(format_)
        datetime.strptime(written, format_)  # noqa: DTZ007 - only whether it works
    except (ValueError, re.error):
        return False
    return "%" in format_


def _by_format(value: str, format_: str) -> date | None:
    try:
        if format_ == ISO:
            return datetime.fromisoformat(value).date()
        return datetime.strptime(value, format_).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
