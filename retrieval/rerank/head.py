"""The order of the hits with its head rearranged by a reranker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.opened import Opened
from index.representation import heading
from index.vectors import Rows
from retrieval.rerank.base import Outcome, Pair, Reranker, Scores


class Reranked(NamedTuple):
    """Leads in their new order, whether that happened, and the score of each lead that was read."""

    leads: NDArray[np.int64]
    outcome: Outcome
    scores: Mapping[int, float]


def rerank_head(
    opened: Opened, query: str, leads: NDArray[np.int64], rows: Rows, reranker: Reranker, head: int, deadline: float
) -> Reranked:
    """Read the first `head` leads again, each together with the query. When time is up, the order stays as it was.

    `leads` holds positions in `rows`, best first; `deadline` is a time of `time.monotonic()`.
    """
    first = leads[:head]
    if not len(first):
        return Reranked(leads, False, {})
    try:
        scores = reranker.score(_pairs(opened, query, rows[first]), deadline)
    except TimeoutError:
        return Reranked(leads, "timeout", {})
    return Reranked(
        np.concatenate([first[best_first(scores, rows[first])], leads[head:]]),
        True,
        dict(zip(first.tolist(), scores.tolist(), strict=True)),
    )


def best_first(scores: Scores, rows: Rows) -> NDArray[np.intp]:
    """Positions by falling score; equal ones by row, which is the order of identifiers."""
    return np.lexsort((rows, -scores))


def _pairs(opened: Opened, query: str, rows: Rows) -> list[Pair]:
    return [Pair(query, heading(passage.record) + passage.text) for passage in opened.store.passages(rows.tolist())]
