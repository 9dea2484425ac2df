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
    "criterion", "publisher", "polarity",
)  # fmt: skip
SHOWN = 50  # values a facet, most frequent first


class FacetCounter:
    """Counts all facets of a collection in one pass: their values stand side by side in one table."""

    def __init__(self, facets: Mapping[str, Facet]) -> None:
        self._names = tuple(facets)
        sizes = [len(facet.values) for facet in facets.values()]
        self._facet = np.repeat(np.arange(len(sizes)), sizes)  # of each value of the table
        every = [facet.pairs(np.arange(facet.passages)) for facet in facets.values()]
        first = np.cumsum([0, *sizes])
        rows = np.concatenate([rows for rows, _ in every])
        numbers = np.concatenate([numbers + start for (_, numbers), start in zip(every, first, strict=False)])
        passages = max((facet.passages for facet in facets.values()), default=0)
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=passages))])
        values = [value for facet in facets.values() for value in facet.values]
        self._table = Facet(values, starts, numbers[np.argsort(rows, kind="stable")].astype(np.int32))

    def count(self, rows: Rows, groups: NDArray[np.int32]) -> dict[str, list[FacetValue]]:
        """The `SHOWN` most frequent values of each facet; equal ones by name.

        `groups` holds the hit of each row, of the same shape; a hit counts once for each value.
        """
        width = max(1, len(self._table.values))
        positions, numbers = self._table.pairs(rows)
        pairs = np.sort(groups[positions].astype(np.int64) * width + numbers)
        distinct = np.ones(len(pairs), dtype=np.bool_)
        distinct[1:] = pairs[1:] != pairs[:-1]
        counts = np.bincount(pairs[distinct] % width, minlength=width)
        there = np.flatnonzero(counts)
        # By facet, then the most frequent; values are numbered by name, so equal counts stay in that order.
        there = there[np.lexsort((there, -counts[there], self._facet[there]))]
        found: list[list[FacetValue]] = [[] for _ in self._names]
        for number, facet, count in zip(
            there.tolist(), self._facet[there].tolist(), counts[there].tolist(), strict=True
        ):
            if len(found[facet]) < SHOWN:
                found[facet].append(FacetValue(value=self._table.values[number], count=count))
        return dict(zip(self._names, found, strict=True))
