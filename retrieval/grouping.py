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
    shown, folded = heads[:most].tolist(), [0] * len(heads[:most])
    if per_evaluation:
        shown, folded = _capped(heads, layout.documents[rows[leads[heads]]], per_evaluation, most)
    alike = np.bincount(number)
    return [
        Group(
            int(leads[head]),
            tuple(leads[np.flatnonzero(number == number[head])[1:]].tolist()) if alike[number[head]] > 1 else (),
            kept_back,
        )
        for head, kept_back in zip(shown, folded, strict=True)
    ]


def _capped(
    heads: NDArray[np.int64], owners: NDArray[np.int32], cap: int, most: int | None
) -> tuple[list[int], list[int]]:
    """The first `cap` heads of each owner, `most` in all; with the last of an owner, how many more it has."""
    totals = np.bincount(owners)
    places: dict[int, int] = {}
    shown: list[int] = []
    folded: list[int] = []
    for head, owner in zip(heads.tolist(), owners.tolist(), strict=True):
        if len(shown) == most:
            break
        places[owner] = place = places.get(owner, 0) + 1
        if place <= cap:
            shown.append(head)
            folded.append(int(totals[owner]) - cap if place == cap else 0)
    return shown, folded
