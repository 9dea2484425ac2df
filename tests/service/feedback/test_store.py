"""Votes are kept, in order, up to a bound, whoever writes at the same time."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from service.feedback.errors import FeedbackError
from service.feedback.store import FILE, FeedbackStore
from service.feedback.votes import StoredVote

VOTE = StoredVote(
    given=date(2026, 11, 22),
    record="ilo:lesson:1",
    passage="ilo:lesson:1:text-1",
    query="l'été 👩🏽‍🌾; DROP TABLE votes",
    rank=3,
    generation="2e80bba3bacac8a1",
    verdict="useful",
    comment="",
)


def test_what_is_kept_is_what_was_given(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path, most=10)
    second = VOTE.model_copy(update={"passage": None, "verdict": "not_useful", "comment": "Ça n’aide pas."})
    store.add(VOTE)
    store.add(second)
    assert FeedbackStore(tmp_path, most=10).votes() == [VOTE, second]


def test_there_is_no_file_before_the_first_vote(tmp_path: Path) -> None:
    assert FeedbackStore(tmp_path, most=10).votes() == []
    assert list(tmp_path.iterdir()) == []


def test_no_more_than_the_bound_are_kept(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path, most=2)
    store.add(VOTE)
    store.add(VOTE)
    with pytest.raises(FeedbackError, match="There are 2 votes already") as caught:
        store.add(VOTE)
    assert "AFTERWISE_FEEDBACK_LIMIT" in caught.value.hint
    assert len(store.votes()) == 2


def test_votes_of_many_threads_are_all_kept(tmp_path: Path) -> None:
    threads = [threading.Thread(target=FeedbackStore(tmp_path, most=100).add, args=(VOTE,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(FeedbackStore(tmp_path, most=100).votes()) == 20


def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with pytest.raises(FeedbackError, match=FILE):
        FeedbackStore(tmp_path, most=10).votes()
