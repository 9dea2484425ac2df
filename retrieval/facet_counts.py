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
        self._values = {name: facet.values for name, facet in facets.items()}
        every = [facet.pairs(np.arange(facet.passages)) for facet in facets.values()]
        first = np.cumsum([0, *(len(values) for values in self._values.values())])
        rows = np.concatenate([rows for rows, _ in every])
        numbers = np.concatenate([numbers + start for (_, numbers), start in zip(every, first, strict=False)])
        passages = max((facet.passages for facet in facets.values()), default=0)
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=passages))])
        names = [value for values in self._values.values() for value in values]
        self._table = Facet(names, starts, numbers[np.argsort(rows, kind="stable")].astype(np.int32))

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
        found = {}
        begin = 0
        for name, values in self._values.items():
            some = counts[begin : begin + len(values)]
            # Values are stored by name, so a stable sort leaves equal counts in that order.
            best = np.argsort(-some, kind="stable")[:SHOWN]
            pairs_shown = zip(best.tolist(), some[best].tolist(), strict=True)
            found[name] = [FacetValue(value=values[number], count=count) for number, count in pairs_shown if count]
            begin += len(values)
        return found
