from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import EvaluationError
from retrieval.evaluation.run import NOTHING_FOUND, check_ranking, falling_scores, read_run, write_run

words = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=8).filter(
    lambda word: word.split() == [word]
)
scores = st.floats(min_value=-1e30, max_value=1e30) | st.sampled_from([0.0, -0.0, 0.5, 1 / 3])
rankings = st.lists(st.tuples(words, scores), unique_by=lambda hit: hit[0], max_size=12)
runs = st.dictionaries(words, rankings, min_size=1, max_size=5)


def trec_eval_order(path: Path, query_id: str) -> list[str]:
    """The order in which trec_eval sees the records of one query, told by the rank it finds each at."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    records = {record: float(score) for query, _, record, _, score, _ in lines if query == query_id}
    reciprocal_rank = {
        record: ir_measures.pytrec_eval.calc_aggregate([ir_measures.RR], {query_id: {record: 1}}, {query_id: records})[
            ir_measures.RR
        ]
        for record in records
    }
    return sorted(records, key=reciprocal_rank.__getitem__, reverse=True)


@given(run=runs)
def test_what_is_written_is_read_in_the_same_order(
    tmp_path_factory: pytest.TempPathFactory, run: dict[str, list[tuple[str, float]]]
) -> None:
    path = tmp_path_factory.mktemp("run") / "out.trec"
    write_run(path, run)
    read = read_run(path)
    assert {query: [record for record, _ in ranking] for query, ranking in read.items()} == {
        query: [record for record, _ in ranking] for query, ranking in run.items()
    }
    write_run(path, read)
    assert read_run(path) == read


@given(values=st.lists(scores, max_size=20))
def test_scores_fall_strictly_and_never_rise_above_their_own(values: list[float]) -> None:
    falling = falling_scores(values)
    assert all(later < earlier for earlier, later in pairwise(falling))
    assert all(
        fallen <= value or math.isclose(fallen, value, rel_tol=1e-6, abs_tol=1e-44)
        for fallen, value in zip(falling, values, strict=True)
    )


def test_scores_that_already_fall_stay_what_they_are() -> None:
    assert falling_scores([12.5, 0.75, 0.0, -3.0]) == [12.5, 0.75, 0.0, -3.0]


def test_trec_eval_keeps_the_order_of_ties_and_near_ties(tmp_path: Path) -> None:
    path = tmp_path / "out.trec"
    ranking = [("a", 1.0), ("b", 1.0), ("c", 1.0 - 1e-12), ("e", 0.0), ("d", 0.0), ("f", 0.5)]
    write_run(path, {"q1": ranking})
    assert trec_eval_order(path, "q1") == ["a", "b", "c", "e", "d", "f"]


def test_the_file_has_the_six_fields_of_trec(tmp_path: Path) -> None:
    path = tmp_path / "out.trec"
    write_run(path, {"q2": [("lesson:2", 0.5), ("lesson:1", 0.25)], "q1": []}, tag="bm25")
    assert path.read_text(encoding="utf-8") == (
        f"q2 Q0 lesson:2 1 0.5 bm25\nq2 Q0 lesson:1 2 0.25 bm25\nq1 Q0 {NOTHING_FOUND} 1 0.0 bm25\n"
    )


def test_runs_of_others_are_ordered_by_score_then_id(tmp_path: Path) -> None:
    path = tmp_path / "other.trec"
    path.write_text("q1 Q0 b 1 0.5 x\nq1\tQ0\ta\t2\t0.5\tx\nq1 Q0 c 3 2e0 x\n", encoding="utf-8")
    assert read_run(path) == {"q1": [("c", 2.0), ("a", 0.5), ("b", 0.5)]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("q1 Q0 a 1 0.5\n", "line 1: expected 6 fields"),
        ("q1 Q0 a 1 0.5 x\nq1 Q0 b 2 high x\n", "line 2: score 'high'"),
        ("q1 Q0 a 1 nan x\n", "line 1: score 'nan'"),
        ("q1 Q0 a 1 0.5 x\nq1 Q0 a 2 0.4 x\n", "line 2: record 'a' comes twice"),
        ("", "no lines"),
    ],
)
def test_broken_run_files_are_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "broken.trec"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=reason):
        read_run(path)


def test_a_run_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"nowhere\.trec cannot be read"):
        read_run(tmp_path / "nowhere.trec")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_run(tmp_path / "nowhere" / "out.trec", {"q1": [("a", 1.0)]})


@pytest.mark.parametrize(
    ("ranking", "reason"),
    [
        ([("a", 1.0), ("a", 0.5)], "'a' comes twice"),
        ([("a", math.nan)], "score nan"),
        ([("a", math.inf)], "score inf"),
    ],
)
def test_rankings_that_cannot_be_measured_are_refused(ranking: list[tuple[str, float]], reason: str) -> None:
    with pytest.raises(EvaluationError, match=reason):
        check_ranking("q1", ranking)


@pytest.mark.parametrize("record", ["two words", "", NOTHING_FOUND])
def test_ids_that_a_run_file_cannot_carry_are_refused(tmp_path: Path, record: str) -> None:
    path = tmp_path / "out.trec"
    with pytest.raises(EvaluationError, match="cannot stand in a run file"):
        write_run(path, {"q1": [(record, 1.0)]})
    assert not path.exists()


def test_scores_beyond_32_bits_are_refused() -> None:
    with pytest.raises(EvaluationError, match="32-bit"):
        falling_scores([1e300])
