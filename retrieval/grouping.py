"""An order of passages → hits: one per record, one per text, few per evaluation.

A hit is led by the best passage of its record (or of the recommendation with its response and actions). Records
whose best passages say the same, in the same or nearly the same words, are one hit with several citations:
corroboration, not repetition.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.layout import Layout
from index.vectors import Rows


class Group(NamedTuple):
    """One hit: positions (within the candidates) of its leading passage and of what says the same in other records."""

    lead: int
    same: tuple[int, ...]
    folded: int  # hits of the same evaluation that the cap keeps back; told at the last hit that it lets through


def best_per_hit(order: NDArray[np.int64], rows: Rows, layout: Layout) -> NDArray[np.int64]:
    """The part of an order of candidates that leads a hit: the first passage of each."""
    _, first = np.unique(layout.groups[rows[order]], return_index=True)
    return order[np.sort(first)]


def group(
    leads: NDArray[np.int64], rows: Rows, layout: Layout, per_evaluation: int, most: int | None = None
) -> list[Group]:
    """Fold leads that say the same, then cap the hits of each evaluation. The order stays.

    `most` groups at the head are made; None makes all.
    """
    _, first, number = np.unique(layout.sayings[rows[leads]], return_index=True, return_inverse=True)
    heads = np.sort(first)  # positions in `leads` of the first of each saying
    folded = np.zeros(len(heads), dtype=np.int64)
    if per_evaluation:
        places, totals = _counted(layout.documents[rows[leads[heads]]])
        folded = np.where(places == per_evaluation - 1, totals - per_evaluation, 0)
        kept = places < per_evaluation
        heads, folded = heads[kept], folded[kept]
    alike = np.bincount(number)[number[heads]] > 1
    return [
        Group(
            int(leads[head]),
            tuple(leads[np.flatnonzero(number == number[head])[1:]].tolist()) if more else (),
            kept_back,
        )
        for head, more, kept_back in zip(
            heads[:most].tolist(), alike[:most].tolist(), folded[:most].tolist(), strict=True
        )
    ]


def _counted(owners: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many equal entries come before each entry, and how many there are of it in all."""
    _, number, counts = np.unique(owners, return_inverse=True, return_counts=True)
    together = np.argsort(number, kind="stable")
    places = np.empty(len(owners), dtype=np.int64)
    places[together] = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    return places, counts[number]
