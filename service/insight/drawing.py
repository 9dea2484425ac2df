"""Numbers → the geometry of pictures, which templates write as SVG. Lengths are units of the picture's own grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from service.insight.coverage import Grid
from service.usage.store import Week

_CELL, _GAP = 26, 2
_LABEL = 230  # what labels beside a map take
_LETTERS, _LETTERS_ABOVE = 34, 16  # of a label beside and above
_LETTER = 5  # the height that a letter of a slanting label takes
_LEVELS = 5

_BAR, _HEIGHT = 22, 140


class Cell(NamedTuple):
    """A square of a heat map; `level` is 0 for none, else 1 to 5."""

    x: int
    y: int
    level: int
    told: str


class Label(NamedTuple):
    """A word at a place."""

    x: int
    y: int
    text: str
    full: str


class HeatMap(NamedTuple):
    """A picture of a grid and the grid itself, for those who cannot see it."""

    width: int
    height: int
    side: int
    cells: list[Cell]
    beside: list[Label]
    above: list[Label]
    table: Grid


def heat_map(grid: Grid) -> HeatMap:
    """A square for every count, darker for more, by the logarithm: few records matter more than many."""
    most = int(grid.counts.max(initial=0))
    above_all = [_short(one, _LETTERS_ABOVE) for one in grid.columns]
    head = 16 + _LETTER * max(map(len, above_all), default=0)
    cells = [
        Cell(_LABEL + column * _CELL, head + row * _CELL, _level(count, most), f"{beside}, {above}: {count:,}")
        for row, (beside, counts) in enumerate(zip(grid.rows, grid.counts.tolist(), strict=True))
        for column, (above, count) in enumerate(zip(grid.columns, counts, strict=True))
    ]
    half = _CELL // 2
    return HeatMap(
        width=_LABEL + _CELL * len(grid.columns) + head,  # the last words above lean over the edge
        height=head + _CELL * len(grid.rows),
        side=_CELL - _GAP,
        cells=cells,
        beside=[
            Label(_LABEL - 8, head + at * _CELL + half, _short(one, _LETTERS), one) for at, one in enumerate(grid.rows)
        ],
        above=[
            Label(_LABEL + at * _CELL + half, head - 8, shown, full)
            for at, (shown, full) in enumerate(zip(above_all, grid.columns, strict=True))
        ],
        table=grid,
    )


class Bar(NamedTuple):
    """The searches of a week, the part without a good answer drawn before them."""

    x: int
    height: int
    unanswered: int
    week: Week


class Weeks(NamedTuple):
    """A picture of weeks."""

    width: int
    height: int
    bar: int
    bars: list[Bar]


def weeks_drawn(weeks: Sequence[Week]) -> Weeks:
    """A bar for each week, as high as its searches."""
    most = max((week.searches for week in weeks), default=1)

    def tall(count: int) -> int:
        return math.ceil(_HEIGHT * count / most)

    bars = [Bar(at * _BAR, tall(one.searches), tall(one.unanswered), one) for at, one in enumerate(weeks)]
    return Weeks(width=max(1, len(weeks)) * _BAR, height=_HEIGHT, bar=_BAR - 4, bars=bars)


def _level(count: int, most: int) -> int:
    return math.ceil(_LEVELS * math.log1p(count) / math.log1p(most)) if count else 0


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
