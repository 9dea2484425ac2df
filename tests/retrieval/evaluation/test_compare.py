from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import EvaluationError
from retrieval.evaluation.compare import compare
from retrieval.evaluation.sets import JudgedSet

QUERIES = ("q1", "q2", "q3", "q4")
JUDGED = JudgedSet(
    name="four",
    queries=dict.fromkeys(QUERIES, "text"),
    qrels={query: {"right": 1} for query in QUERIES},
    graded=False,
)

Run = dict[str, list[tuple[str, float]]]


def right_at(*places: int) -> Run:
    """A run that has the one relevant record at these places, query by query."""
    return {
        query: [("right" if place == rank else f"wrong{rank}", 1 / rank) for rank in range(1, 11)]
        for query, place in zip(QUERIES, places, strict=True)
    }


def test_difference_p_and_wins_by_hand() -> None:
    comparison = compare(right_at(2, 2, 1, 4), right_at(1, 1, 1, 10), JUDGED)
    difference = next(one for one in comparison.differences if one.measure.label == "RR@10")
    assert difference.baseline == pytest.approx((0.5 + 0.5 + 1 + 0.25) / 4)
    assert difference.candidate == pytest.approx((1 + 1 + 1 + 0.1) / 4)
    assert difference.delta.mean == pytest.approx((0.5 + 0.5 + 0 - 0.15) / 4)
    assert difference.by_query == pytest.approx({"q1": 0.5, "q2": 0.5, "q3": 0.0, "q4": -0.15})
    assert (difference.wins, difference.ties, difference.losses) == (2, 1, 1)
    # Of the sums ±0.5 ±0.5 ±0.15 only ±1.15 and ±0.85 reach the observed 0.85.
    assert difference.p == 4 / 8
    assert difference.delta.low < difference.delta.mean < difference.delta.high


@given(places=st.tuples(*[st.integers(1, 12)] * 4))
def test_a_run_against_itself_has_no_difference(places: tuple[int, ...]) -> None:
    for difference in compare(right_at(*places), right_at(*places), JUDGED).differences:
        assert difference.p == 1
        assert (difference.delta.low, difference.delta.mean, difference.delta.high) == (0, 0, 0)
        assert (difference.wins, difference.ties, difference.losses) == (0, 4, 0)


@given(first=st.tuples(*[st.integers(1, 12)] * 4), second=st.tuples(*[st.integers(1, 12)] * 4))
def test_swapping_the_runs_swaps_wins_and_losses(first: tuple[int, ...], second: tuple[int, ...]) -> None:
    there = compare(right_at(*first), right_at(*second), JUDGED)
    back = compare(right_at(*second), right_at(*first), JUDGED)
    for one, other in zip(there.differences, back.differences, strict=True):
        assert one.p == other.p
        assert (one.wins, one.ties, one.losses) == (other.losses, other.ties, other.wins)


def test_a_run_that_lacks_a_query_is_refused() -> None:
    partial = right_at(1, 1, 1, 1)
    del partial["q3"]
    with pytest.raises(EvaluationError, match="lacks 1 of 4 judged queries: q3"):
        compare(right_at(1, 1, 1, 1), partial, JUDGED)
