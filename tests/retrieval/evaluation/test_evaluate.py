from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.evaluate import check_found, evaluate, evaluate_run
from retrieval.evaluation.measures import Measure
from retrieval.evaluation.run import Ranking, read_run, write_run
from retrieval.evaluation.sets import JudgedSet, load_set

ANSWERS: dict[str, Ranking] = {
    "exit strategies": [("lesson:1", 0.9), ("lesson:7", 0.8), ("lesson:2", 0.7)],
    "trade unions": [("lesson:8", 0.5), ("lesson:9", 0.4)],
}


@pytest.fixture
def judged(write_set: Callable[..., Path]) -> JudgedSet:
    return load_set(write_set())


def test_an_engine_is_measured_on_judged_queries_only(judged: JudgedSet) -> None:
    asked: list[str] = []

    def rank(text: str) -> Ranking:
        asked.append(text)
        return ANSWERS[text]

    evaluation = evaluate(rank, judged)
    assert asked == ["exit strategies", "trade unions"]
    by_label = {score.measure.label: score for score in evaluation.scores}
    assert by_label["RR@10"].by_query == {"q1": 1.0, "q2": 0.5}
    assert by_label["RR@10"].mean.mean == 0.75
    assert (by_label["RR@10"].mean.low, by_label["RR@10"].mean.high) == (0.5, 1.0)
    assert by_label["P@1"].mean.mean == 0.5
    assert evaluation.seconds.keys() == {"q1", "q2"}
    assert min(evaluation.seconds.values()) > 0
    assert evaluation.abstention is None
    assert evaluation.nothing_found() == ()


def test_hits_that_nobody_judged_are_shown(judged: JudgedSet) -> None:
    evaluation = evaluate_run({"q1": ANSWERS["exit strategies"], "q2": ANSWERS["trade unions"]}, judged)
    assert evaluation.unjudged_heads == {"q1": ("lesson:7",), "q2": ("lesson:8",)}


def test_both_ways_of_abstaining_wrongly_are_reported(judged: JudgedSet) -> None:
    evaluation = evaluate(ANSWERS.__getitem__, judged, abstains=lambda text: text == "trade unions")
    assert evaluation.abstention is not None
    assert evaluation.abstention.answered == ("n1",)
    assert evaluation.abstention.answered_share == 1
    assert evaluation.abstention.refused == ("q2",)
    assert evaluation.abstention.refused_share == 0.5


def test_an_engine_that_abstains_rightly(judged: JudgedSet) -> None:
    evaluation = evaluate(ANSWERS.__getitem__, judged, abstains=lambda text: text not in ANSWERS)
    assert evaluation.abstention is not None
    assert (evaluation.abstention.answered_share, evaluation.abstention.refused_share) == (0, 0)


def test_a_set_without_unanswerable_queries_has_no_share_of_them(write_set: Callable[..., Path]) -> None:
    judged = load_set(write_set(no_answer=None))
    evaluation = evaluate(ANSWERS.__getitem__, judged, abstains=lambda _: False)
    assert evaluation.abstention is not None
    assert evaluation.abstention.answered_share is None
    assert evaluation.abstention.refused_share == 0


def test_nothing_found_counts_as_zero_also_after_a_round_trip_through_a_file(judged: JudgedSet, tmp_path: Path) -> None:
    evaluation = evaluate(lambda text: [] if text == "trade unions" else ANSWERS[text], judged)
    assert evaluation.nothing_found() == ("q2",)
    write_run(tmp_path / "out.trec", evaluation.run)
    again = evaluate_run(read_run(tmp_path / "out.trec"), judged)
    assert again.scores == evaluation.scores
    assert again.scores[-1].by_query == {"q1": 1.0, "q2": 0.0}


def test_queries_for_which_nothing_was_found_are_named(judged: JudgedSet) -> None:
    check_found(evaluate(ANSWERS.__getitem__, judged))
    nothing = evaluate(lambda text: [] if text == "trade unions" else ANSWERS[text], judged)
    with pytest.raises(
        EvaluationError, match=r"small: nothing at all .* 1 of 2 queries: q2 'trade unions'\."
    ) as caught:
        check_found(nothing)
    assert caught.value.details == {"queries": ["q2"]}
    assert "no_answer.jsonl" in caught.value.hint


def test_a_run_that_lacks_a_query_is_refused(judged: JudgedSet) -> None:
    with pytest.raises(EvaluationError, match="q2"):
        evaluate_run({"q1": ANSWERS["exit strategies"]}, judged)


def test_other_measures_can_be_asked_for(judged: JudgedSet) -> None:
    evaluation = evaluate(ANSWERS.__getitem__, judged, measures=(Measure("AP", "AP(rel=2)"),))
    assert [(score.measure.label, score.by_query) for score in evaluation.scores] == [("AP", {"q1": 1.0, "q2": 0.5})]


def test_an_oracle_reaches_one_on_the_development_set(shared: Path) -> None:
    judged = load_set(shared / "eval" / "ilo_dev")
    ids = {text: query_id for query_id, text in judged.queries.items()}

    def rank(text: str) -> Ranking:
        grades = judged.qrels[ids[text]]
        return sorted(grades.items(), key=lambda item: (-item[1], item[0]))

    assert {score.mean.mean for score in evaluate(rank, judged).scores} == {1.0}
