"""How many records of a result have each value of a facet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.facets import Facet
from index.vectors import Rows
from retrieval.answer import FacetValue

COUNTED = (
    "kind", "theme", "country", "region", "year", "language", "evaluation_type", "unit", "status", "progress",
    "criterion", "publisher",
)  # fmt: skip
SHOWN = 50  # values a facet, most frequent first


def count_facets(facets: Mapping[str, Facet], rows: Rows, groups: NDArray[np.int32]) -> dict[str, list[FacetValue]]:
    """Values and counts of every facet. `groups` holds the hit of each row; a hit counts once per value."""
    return {
        name: [FacetValue(value=v, count=n) for v, n in count_values(facets[name], rows, groups)] for name in COUNTED
    }


def count_values(facet: Facet, rows: Rows, groups: NDArray[np.int32]) -> list[tuple[str, int]]:
    """The `SHOWN` most frequent values with the number of hits that have each; equal ones by name."""
    width = len(facet.values)
    if not width or not len(rows):
        return []
    positions, numbers = facet.pairs(rows)
    pairs = np.sort(groups[positions].astype(np.int64) * width + numbers)
    first = np.ones(len(pairs), dtype=np.bool_)
    first[1:] = pairs[1:] != pairs[:-1]
    counts = np.bincount(pairs[first] % width, minlength=width)
    # Values are stored by name, so a stable sort leaves equal counts in that order.
    best = np.argsort(-counts, kind="stable")[:SHOWN].tolist()
    return [(facet.values[number], int(counts[number])) for number in best if counts[number]]
