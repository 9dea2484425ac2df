"""How many records a collection has of each value of one field together with each of another: where it is thin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.facets import Facet
from index.opened import Opened
from index.vectors import Rows


class Grid(NamedTuple):
    """Counts of hits, shape (rows, columns), and what stands beside and above them."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: NDArray[np.int64]


def rows_of_hits(opened: Opened, first: int | None = None, last: int | None = None) -> Rows:
    """One passage of each hit, of the years `first` to `last` where these are given."""
    _, rows = np.unique(opened.layout.groups, return_index=True)
    if first is None and last is None:
        return rows
    years = opened.facets["year"]
    wanted = [at for at, year in enumerate(years.values) if (first or 0) <= int(year) <= (last or 9999)]
    return rows[years.mask(wanted)[rows]]


def grid(opened: Opened, rows: Rows, beside: str, above: str, most: tuple[int, int]) -> Grid:
    """Counts of the most frequent values of two fields; a record counts for each of its values. Years in order."""
    down, across = opened.facets[beside], opened.facets[above]
    left, top = _frequent(down, rows, most[0], beside), _frequent(across, rows, most[1], above)
    counts = _has(down, rows, left).T @ _has(across, rows, top)
    return Grid(
        tuple(down.values[at] for at in left), tuple(across.values[at] for at in top), np.rint(counts).astype(np.int64)
    )


def _frequent(facet: Facet, rows: Rows, most: int, name: str) -> list[int]:
    """Numbers of the values to show: the most frequent, or the latest years, each in its order."""
    _, numbers = facet.pairs(rows)
    counts = np.bincount(numbers, minlength=len(facet.values))
    if name == "year":
        return [at for at in range(len(facet.values)) if counts[at]][-most:]
    best = np.argsort(-counts, kind="stable")[:most]
    return [int(at) for at in best if counts[at]]


def _has(facet: Facet, rows: Rows, values: list[int]) -> NDArray[np.float64]:
    """Whether each row has each of the values: 1 or 0, shape (len(rows), len(values))."""
    column = np.full(len(facet.values), -1, dtype=np.int64)
    column[values] = np.arange(len(values))
    positions, numbers = facet.pairs(rows)
    shown = column[numbers] >= 0
    table = np.zeros((len(rows), len(values)))
    table[positions[shown], column[numbers[shown]]] = 1
    return table
