"""Hits in another order than that of their scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.facets import Facet
from index.vectors import Rows

Years = NDArray[np.int64]


def years_of(facet: Facet) -> Years:
    """The year of each passage, shape (n,); the latest where it has several, 0 where its source gives none."""
    years = np.zeros(facet.passages, dtype=np.int64)
    positions, numbers = facet.pairs(np.arange(facet.passages))
    np.maximum.at(years, positions, np.array([int(value) for value in facet.values], dtype=np.int64)[numbers])
    return years


def newest_first(leads: NDArray[np.int64], rows: Rows, years: Years) -> NDArray[np.int64]:
    """Leads by falling year; those of one year stay in the order they had, those without a year come last."""
    return leads[np.argsort(-years[rows[leads]], kind="stable")]
