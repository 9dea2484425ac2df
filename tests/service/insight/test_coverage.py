"""How many records there are of one value and another, counted another way."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.opened import Opened, open_generation
from service.insight.coverage import Grid, grid, rows_of_hits
from service.insight.drawing import heat_map, weeks_drawn
from service.usage.store import Week


@pytest.fixture(scope="module")
def opened(sample_data: Path) -> Opened:
    return open_generation(sample_data)


@pytest.mark.parametrize(("first", "last"), [(None, None), (2019, 2021), (1990, 1991)])
@pytest.mark.parametrize("above", ["country", "year"])
def test_counts_are_those_of_the_records(opened: Opened, above: str, first: int | None, last: int | None) -> None:
    wanted: Counter[tuple[str, str]] = Counter()
    seen = set()
    for row, head in enumerate(opened.store.heads()):
        years = [int(year) for year in opened.facets["year"].of(row)]
        if head not in seen and (first is None or any(first <= year <= (last or 0) for year in years)):
            wanted.update(product(opened.facets["theme"].of(row), opened.facets[above].of(row)))
        seen.add(head)
    found = grid(opened, rows_of_hits(opened, first, last), "theme", above, (1000, 1000))
    given = {
        (theme, other): int(found.counts[row, column])
        for row, theme in enumerate(found.rows)
        for column, other in enumerate(found.columns)
        if found.counts[row, column]
    }
    assert given == dict(wanted)


def test_the_most_frequent_are_shown_and_years_in_order(opened: Opened) -> None:
    rows = rows_of_hits(opened)
    every = grid(opened, rows, "theme", "year", (1000, 1000))
    some = grid(opened, rows, "theme", "year", (3, 4))
    assert some.rows == every.rows[:3]
    assert some.columns == every.columns[-4:]
    assert list(every.columns) == sorted(every.columns)
    np.testing.assert_array_equal(some.counts, every.counts[:3, -4:])


def test_a_map_has_a_square_for_every_count_darker_for_more() -> None:
    drawn = heat_map(Grid(("a", "b"), ("x", "y", "z"), np.array([[0, 1, 2], [10, 100, 1000]])))
    assert [cell.level for cell in drawn.cells] == [0, 1, 1, 2, 4, 5]
    assert drawn.cells[-1].told == "b, z: 1,000"
    assert [label.text for label in drawn.beside] == ["a", "b"]
    places = {(cell.x, cell.y) for cell in drawn.cells}
    assert len(places) == 6
    assert all(cell.x + drawn.side <= drawn.width and cell.y + drawn.side <= drawn.height for cell in drawn.cells)


def test_a_map_of_nothing_has_no_squares() -> None:
    drawn = heat_map(Grid((), (), np.zeros((0, 0), dtype=np.int64)))
    assert drawn.cells == []
    assert weeks_drawn([]).bars == []


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 10_000)), min_size=1, max_size=60))
def test_bars_fit_the_picture_and_nothing_asked_is_invisible(counts: list[tuple[int, int]]) -> None:
    weeks = [Week(f"2026-W{at:02}", searches, min(searches, none)) for at, (searches, none) in enumerate(counts)]
    drawn = weeks_drawn(weeks)
    assert max(bar.height for bar in drawn.bars) == drawn.height
    for bar in drawn.bars:
        assert bar.height > 0
        assert (bar.unanswered > 0) is (bar.week.unanswered > 0)
        assert bar.unanswered <= bar.height
        assert bar.x + drawn.bar <= drawn.width
