"""Votes become judgments: one a query and record, by majority."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.opened import Opened, open_generation
from retrieval.evaluation.sets import load_set
from service.feedback.errors import FeedbackError
from service.feedback.judgments import judge, write_set
from service.feedback.votes import StoredVote

LESSONS = ["ilo:lesson:910001", "ilo:lesson:910002", "ilo:lesson:910063"]


@pytest.fixture(scope="module")
def opened(sample_data: Path) -> Opened:
    return open_generation(sample_data)


def vote(verdict: str, record: str = LESSONS[0], query: str = "exit strategies") -> StoredVote:
    fields = {"record": record, "query": query, "verdict": verdict}
    rest = {"given": date(2026, 11, 22), "passage": None, "rank": 1, "generation": "0" * 16, "comment": ""}
    return StoredVote.model_validate(fields | rest)


def grades(votes: Sequence[StoredVote], opened: Opened) -> dict[str, dict[str, int]]:
    return judge(votes, opened).grades


@pytest.mark.parametrize(
    ("verdicts", "grade"),
    [
        (["useful"], 1),
        (["not_useful"], 0),
        (["useful", "useful", "not_useful"], 1),
        (["not_useful", "useful", "not_useful"], 0),
    ],
)
def test_the_majority_decides(verdicts: list[str], grade: int, opened: Opened) -> None:
    assert grades([vote(one) for one in verdicts], opened) == {"exit strategies": {LESSONS[0]: grade}}


def test_votes_that_contradict_each_other_evenly_say_nothing(opened: Opened) -> None:
    judged = judge([vote("useful"), vote("not_useful"), vote("useful", LESSONS[1])], opened)
    assert judged.grades == {"exit strategies": {LESSONS[1]: 1}}
    assert (judged.votes, judged.undecided, judged.gone, judged.judged) == (3, 1, 0, 1)


def test_queries_that_differ_in_case_and_spacing_are_one_and_read_as_most_typed_them(opened: Opened) -> None:
    queries = ["Exit strategies", "exit  STRATEGIES ", "exit strategies", "Exit strategies"]
    judged = judge([vote("useful", query=one) for one in queries], opened)
    assert judged.texts == {"exit strategies": "Exit strategies"}


def test_a_vote_on_a_response_counts_for_its_recommendation(opened: Opened) -> None:
    given = [vote("useful", "ilo:management_response:930001")]
    assert grades(given, opened) == {"exit strategies": {"ilo:recommendation:930001": 1}}


def test_votes_on_records_that_are_gone_are_left_out_and_counted(opened: Opened) -> None:
    judged = judge([vote("useful", "ilo:lesson:1"), vote("useful")], opened)
    assert judged.grades == {"exit strategies": {LESSONS[0]: 1}}
    assert judged.gone == 1


def test_what_is_written_is_a_judged_set(opened: Opened, tmp_path: Path) -> None:
    votes = [
        vote("useful"),
        vote("not_useful", LESSONS[1]),
        vote("useful", LESSONS[2], query='what\tabout "tabs"\nand\u2028lines?'),
    ]
    write_set(judge(votes, opened), tmp_path / "votes")
    judged = load_set(tmp_path / "votes")
    assert sorted(judged.queries.values()) == ["exit strategies", 'what about "tabs" and lines?']
    assert sorted(judged.qrels.values(), key=len) == [{LESSONS[2]: 1}, {LESSONS[0]: 1, LESSONS[1]: 0}]
    assert not judged.graded


def test_votes_that_found_nothing_useful_are_no_set(opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(FeedbackError, match="Of 1 votes none leaves a record judged useful"):
        write_set(judge([vote("not_useful")], opened), tmp_path / "votes")
    with pytest.raises(FeedbackError, match="Of 0 votes"):
        write_set(judge([], opened), tmp_path / "votes")
    assert not (tmp_path / "votes").exists()


@given(cast=st.lists(st.tuples(st.sampled_from(["useful", "not_useful"]), st.sampled_from(LESSONS))))
def test_the_order_of_votes_does_not_matter_and_every_vote_counts(opened: Opened, cast: list[tuple[str, str]]) -> None:
    votes = [vote(verdict, record) for verdict, record in cast]
    judged = judge(votes, opened)
    assert judged == judge(votes[::-1], opened)
    assert judged.judged + judged.undecided == len({record for _, record in cast})
