"""How many records of a result have each value of a facet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.facets import Facet
from index.vectors import Rows

COUNTED = (
    "kind", "theme", "country", "region", "year", "language", "evaluation_type", "unit", "status", "progress",
    "criterion", "publisher",
)  # fmt: skip
SHOWN = 50  # values a facet, most frequent first


def count_facets(
    facets: Mapping[str, Facet], rows: Rows, groups: NDArray[np.int32]
) -> dict[str, list[tuple[str, int]]]:
    """Values and counts of every facet. `groups` holds the hit of each row; a hit counts once per value."""
    return {name: count_values(facets[name], rows, groups)[:SHOWN] for name in COUNTED}


def count_values(facet: Facet, rows: Rows, groups: NDArray[np.int32]) -> list[tuple[str, int]]:
    """Values with the number of hits that have each, most frequent first, then by name."""
    width = len(facet.values)
    if not width or not len(rows):
        return []
    positions, numbers = facet.pairs(rows)
    distinct = np.unique(groups[positions].astype(np.int64) * width + numbers)
    counts = np.bincount(distinct % width, minlength=width)
    found = [(facet.values[number], int(counts[number])) for number in np.flatnonzero(counts)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
