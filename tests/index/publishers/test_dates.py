"""Dates are read by stated formats and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from index.publishers.dates import DAY_FIRST, ISO, parse_date, parse_past_date, parse_year


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2017-11-01", date(2017, 11, 1)),
        ("2021-01-29T00:00:00Z", date(2021, 1, 29)),
        ("2021-01-29 08:30:00", date(2021, 1, 29)),
        ("04-07-2020", date(2020, 7, 4)),
        ("2020-02-30", None),
        ("31-02-2020", None),
        ("07/04/2020", None),
        ("0020-07-04", None),
        ("July 2020", None),
        ("", None),
    ],
)
def test_iso_and_day_first(value: str, day: date | None) -> None:
    assert parse_date(value, (ISO, DAY_FIRST)) == day


def test_formats_are_tried_in_order() -> None:
    assert parse_date("03/04/2020", ("%m/%d/%Y", "%d/%m/%Y")) == date(2020, 3, 4)
    assert parse_date("13/04/2020", ("%m/%d/%Y", "%d/%m/%Y")) == date(2020, 4, 13)


def test_nothing_was_learned_in_the_future() -> None:
    assert parse_date("2099-01-01") == date(2099, 1, 1)
    assert parse_past_date("2099-01-01") is None


@pytest.mark.parametrize(
    ("value", "year"), [("2017", 2017), ("1066", None), ("²⁰¹⁷", None), ("2017.5", None), ("", None)]
)
def test_years(value: str, year: int | None) -> None:
    assert parse_year(value) == year
