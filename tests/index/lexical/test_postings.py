"""What BM25 is computed from: counts against the passages, impacts against bm25s, parts against parts built alone."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical.base import K1, B
from index.lexical.impact import ImpactIndex
from index.lexical.postings import Postings
from index.lexical.rank_bm25 import RankBM25Index

_TERMS = st.text("abcdeé/1", min_size=1, max_size=2)
_COLLECTIONS = st.lists(st.lists(_TERMS, max_size=15), max_size=12)


def counted(postings: Postings) -> list[Counter[str]]:
    """The terms of each passage, read back from the columns."""
    passages: list[Counter[str]] = [Counter() for _ in postings.lengths]
    for at, term in enumerate(postings.terms):
        column = slice(postings.starts[at], postings.starts[at + 1])
        for row, count in zip(postings.rows[column].tolist(), postings.counts[column].tolist(), strict=True):
            passages[row][term] = count
    return passages


def same(one: Postings, other: Postings) -> bool:
    return list(one.terms) == list(other.terms) and all(
        mine.dtype == theirs.dtype and mine.tobytes() == theirs.tobytes()
        for mine, theirs in zip(one[1:], other[1:], strict=True)
    )


def test_the_postings_of_three_passages() -> None:
    postings = Postings.of([["plan", "exit", "plan"], [], ["exit"]])
    assert postings.terms == ["exit", "plan"]
    assert postings.starts.tolist() == [0, 2, 3]
    assert postings.rows.tolist() == [0, 2, 0]
    assert postings.counts.tolist() == [1, 1, 2]
    assert postings.lengths.tolist() == [3, 0, 1]
    assert postings.counts.dtype == np.uint8


def test_counts_take_the_room_that_they_need() -> None:
    postings = Postings.of([["exit"] * 300, ["exit"]])
    assert postings.counts.tolist() == [300, 1]
    assert postings.counts.dtype == np.uint16
    assert postings.restricted(np.array([1])).counts.dtype == np.uint8


@given(passages=_COLLECTIONS)
def test_every_count_is_that_of_the_passage(passages: list[list[str]]) -> None:
    postings = Postings.of(iter(passages))
    assert counted(postings) == [Counter(passage) for passage in passages]
    assert postings.lengths.tolist() == list(map(len, passages))
    for at in range(len(postings.terms)):
        assert (np.diff(postings.rows[postings.starts[at] : postings.starts[at + 1]]) > 0).all()


@given(passages=_COLLECTIONS)
def test_impacts_are_those_of_bm25s_to_the_bit(passages: list[list[str]]) -> None:
    postings = Postings.of(passages)
    theirs = bm25s.BM25(k1=K1, b=B, method="lucene", dtype="float32", int_dtype="int32")
    number = {term: at for at, term in enumerate(postings.terms)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # without a single term the average length is 0 / 0
        ids = [[number[term] for term in passage] for passage in passages]
        theirs.index((ids, number), create_empty_token=False, show_progress=False)
    assert postings.impacts().tobytes() == theirs.scores["data"].tobytes()
    assert postings.rows.tolist() == theirs.scores["indices"].tolist()
    assert postings.starts.tolist() == theirs.scores["indptr"].tolist()


@given(passages=_COLLECTIONS, data=st.data())
def test_a_part_scores_as_if_there_were_nothing_else(passages: list[list[str]], data: st.DataObject) -> None:
    rows = sorted(data.draw(st.sets(st.integers(0, len(passages) - 1)))) if passages else []
    alone = [passages[row] for row in rows]
    part = ImpactIndex.build(passages).restricted(np.array(rows, dtype=np.int64))
    built, oracle = ImpactIndex.build(alone), RankBM25Index(alone)
    assert same(part.postings, built.postings)
    query = data.draw(st.dictionaries(_TERMS, st.floats(0.05, 4), max_size=6))
    assert part.score(query).tobytes() == built.score(query).tobytes()
    np.testing.assert_allclose(part.score(query), oracle.score(query), atol=1e-5, rtol=1e-5)
    assert list(part.vocabulary()) == list(oracle.vocabulary())
    for term in query:
        assert part.frequency(term) == oracle.frequency(term)
        assert part.holds(term, np.arange(len(rows))).tolist() == oracle.holds(term, np.arange(len(rows))).tolist()


@pytest.mark.parametrize("rows", [[1, 0], [0, 0], [-1, 1], [0, 3]])
def test_rows_out_of_order_or_range_are_an_error(rows: list[int]) -> None:
    with pytest.raises(ValueError, match="must rise"):
        Postings.of([["exit"], ["plan"], []]).restricted(np.array(rows))


def test_counts_and_lengths_come_back_from_disk(tmp_path: Path) -> None:
    index = ImpactIndex.build([["plan", "exit", "plan"], [], ["exit"]])
    index.save(tmp_path)
    again = ImpactIndex.load(tmp_path)
    assert same(again.postings, index.postings)
    part = again.restricted(np.array([0, 2]))
    assert part.score({"exit": 1.0, "plan": 2.0}).tobytes() == (
        ImpactIndex.build([["plan", "exit", "plan"], ["exit"]]).score({"exit": 1.0, "plan": 2.0}).tobytes()
    )
