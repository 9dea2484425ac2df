"""An order of passages → hits: one per record, one per text, few per evaluation.

A hit is led by the best passage of its record (or of the recommendation with its response and actions). Records
whose best passages say the same, word for word, are one hit with several citations: corroboration, not repetition.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.layout import Layout
from index.vectors import Rows


class Group(NamedTuple):
    """One hit: positions (within the candidates) of its leading passage and of the same text in other records."""

    lead: int
    same: tuple[int, ...]
    folded: int  # hits of the same evaluation that the cap keeps back; told at the last hit that it lets through


def best_per_hit(order: NDArray[np.int64], rows: Rows, layout: Layout) -> NDArray[np.int64]:
    """The part of an order of candidates that leads a hit: the first passage of each."""
    _, first = np.unique(layout.groups[rows[order]], return_index=True)
    return order[np.sort(first)]


def group(leads: NDArray[np.int64], rows: Rows, layout: Layout, per_evaluation: int) -> list[Group]:
    """Fold leads of the same text, then cap the hits of each evaluation. The order stays."""
    same: dict[int, list[int]] = {}
    for lead in leads.tolist():
        same.setdefault(int(layout.texts[rows[lead]]), []).append(lead)
    distinct = [(first, tuple(others)) for first, *others in same.values()]
    if not per_evaluation:
        return [Group(lead, others, 0) for lead, others in distinct]
    return _capped(distinct, layout.documents[rows], per_evaluation)


def _capped(
    distinct: list[tuple[int, tuple[int, ...]]], documents: NDArray[np.int32], per_evaluation: int
) -> list[Group]:
    seen: dict[int, int] = {}
    for lead, _ in distinct:
        seen[documents[lead]] = seen.get(documents[lead], 0) + 1
    passed: dict[int, int] = {}
    kept = []
    for lead, others in distinct:
        document = documents[lead]
        passed[document] = passed.get(document, 0) + 1
        if passed[document] <= per_evaluation:
            last = passed[document] == per_evaluation
            kept.append(Group(lead, others, seen[document] - per_evaluation if last else 0))
    return kept
