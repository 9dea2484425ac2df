"""The rearranged head: by score, ties by identifier, the tail untouched."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.rerank.base import Pair, Scores
from retrieval.rerank.head import best_first, rerank_head
from retrieval.search import Searcher


class Fixed:
    """Gives the scores that it was made with, and keeps what it was asked."""

    def __init__(self, *scores: float) -> None:
        self._scores = scores
        self.asked: list[Pair] = []

    def score(self, pairs: Sequence[Pair], deadline: float) -> Scores:
        self.asked = list(pairs)
        return np.array(self._scores[: len(pairs)])


def test_equal_scores_are_ordered_by_row() -> None:
    scores, rows = np.array([1.0, 2.0, 1.0, 2.0]), np.array([7, 9, 3, 4])
    assert best_first(scores, rows).tolist() == [3, 1, 2, 0]


@given(st.lists(st.floats(-5, 5).map(lambda x: round(x, 1)), min_size=1, max_size=30))
def test_every_position_comes_once_and_scores_fall(scores: list[float]) -> None:
    order = best_first(np.array(scores), np.arange(len(scores))[::-1])
    assert sorted(order.tolist()) == list(range(len(scores)))
    ordered = [(-scores[at], -at) for at in order]
    assert ordered == sorted(ordered)


def test_the_head_is_rearranged_and_the_tail_stays(searcher: Searcher) -> None:
    rows = np.array([4, 8, 15, 16, 23, 42])
    leads = np.array([5, 0, 3, 1, 2])
    found = rerank_head(searcher.opened, "exit", leads, rows, Fixed(0.5, 2.0, -1.0), 3, math.inf)
    assert found.leads.tolist() == [0, 5, 3, 1, 2]
    assert found.outcome is True
    assert found.scores == {5: 0.5, 0: 2.0, 3: -1.0}


def test_the_model_reads_the_query_and_each_passage_below_its_title(searcher: Searcher) -> None:
    (titled,) = [p for p in searcher.opened.store.passages(range(searcher.opened.manifest.passages)) if p.record.title][
        :1
    ]
    fixed = Fixed(1.0)
    rerank_head(searcher.opened, "exit plans", np.array([0]), np.array([titled.row]), fixed, 10, math.inf)
    assert fixed.asked == [Pair("exit plans", f"{titled.record.title}. {titled.text}")]


def test_nothing_to_read_is_not_reranked(searcher: Searcher) -> None:
    none = np.empty(0, dtype=np.int64)
    assert rerank_head(searcher.opened, "exit", none, none, Fixed(), 10, math.inf).outcome is False


def test_when_time_is_up_the_order_stays(searcher: Searcher) -> None:
    class Late:
        def score(self, pairs: Sequence[Pair], deadline: float) -> Scores:
            raise TimeoutError

    leads = np.array([2, 0, 1])
    found = rerank_head(searcher.opened, "exit", leads, np.array([1, 2, 3]), Late(), 10, math.inf)
    assert found.leads is leads
    assert (found.outcome, found.scores) == ("timeout", {})


@pytest.mark.parametrize("head", [1, 2, 50])
def test_a_head_longer_than_the_order_is_the_whole_order(searcher: Searcher, head: int) -> None:
    found = rerank_head(searcher.opened, "exit", np.array([0, 1]), np.array([1, 2]), Fixed(0.0, 1.0), head, math.inf)
    assert found.leads.tolist() == ([0, 1] if head == 1 else [1, 0])
