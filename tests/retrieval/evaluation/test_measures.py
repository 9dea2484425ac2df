"""Every expected value here is worked out by hand from the definitions."""

from __future__ import annotations

from math import log2

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.measures import BINARY, Measure, graded_measures, measure_run, standard_measures
from retrieval.evaluation.sets import JudgedSet

GRADES = {"best": 3, "clear": 2, "marginal": 1, "bad": 0}


def ranking(*records: str) -> list[tuple[str, float]]:
    return [(record, 1.0 / place) for place, record in enumerate(records, start=1)]


def values(measures: tuple[Measure, ...], *records: str) -> dict[str, float]:
    measured = measure_run({"q": ranking(*records)}, {"q": GRADES}, measures)
    return {label: by_query["q"] for label, by_query in measured.items()}


def test_graded_ndcg_takes_two_to_the_grade_minus_one_as_gain() -> None:
    dcg = 1 / log2(2) + 7 / log2(4)  # marginal first, something unjudged second, best third
    ideal = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)
    assert values(graded_measures(), "marginal", "new", "best")["nDCG@10"] == pytest.approx(dcg / ideal)


def test_plain_ndcg_takes_the_grade_as_gain() -> None:
    dcg = 1 / log2(2) + 3 / log2(4)
    ideal = 3 / log2(2) + 2 / log2(3) + 1 / log2(4)
    assert values(BINARY, "marginal", "new", "best")["nDCG@10"] == pytest.approx(dcg / ideal)


def test_grades_above_three_have_gains_too() -> None:
    measured = measure_run({"q": ranking("a", "b")}, {"q": {"a": 1, "b": 4}}, graded_measures(4))
    assert measured["nDCG@10"]["q"] == pytest.approx((1 + 15 / log2(3)) / (15 + 1 / log2(3)))


def test_a_marginal_record_is_not_relevant_in_a_graded_set() -> None:
    measured = values(graded_measures(), "marginal", "bad", "new", "clear")
    assert measured["RR@10"] == 1 / 4
    assert measured["P@1"] == 0
    assert measured["R@100"] == 1 / 2


def test_any_grade_is_relevant_in_a_public_set() -> None:
    measured = values(BINARY, "marginal", "bad", "new", "clear")
    assert measured["RR@10"] == 1
    assert measured["P@1"] == 1
    assert measured["R@100"] == pytest.approx(2 / 3)


def test_the_perfect_ranking_has_one_everywhere() -> None:
    assert values(graded_measures(), "best", "clear", "marginal", "bad") == dict.fromkeys(
        ("nDCG@10", "R@100", "RR@10", "P@1"), 1.0
    )


def test_ten_and_a_hundred_are_the_last_places_that_count() -> None:
    def measured(place: int) -> dict[str, float]:
        fillers = [f"filler{number}" for number in range(place - 1)]
        return values((*graded_measures(), Measure("nDCG@10 plain", "nDCG@10")), *fillers, "best")

    assert measured(10)["RR@10"] == 1 / 10
    assert measured(10)["nDCG@10"] > 0
    assert measured(11)["RR@10"] == 0
    assert measured(11)["nDCG@10"] == measured(11)["nDCG@10 plain"] == 0
    assert measured(100)["R@100"] == 1 / 2
    assert measured(101)["R@100"] == 0


@pytest.mark.parametrize("scores", [(1.0, 1.0), (1.0, 1.0 - 1e-12), (0.0, 5.0)])
def test_the_order_counts_and_not_the_scores(scores: tuple[float, float]) -> None:
    # trec_eval alone would put "z" before "a" in the first two cases and the last by score.
    run = {"q": [("a", scores[0]), ("z", scores[1])]}
    assert measure_run(run, {"q": {"a": 1}}, BINARY)["P@1"]["q"] == 1


def test_queries_with_nothing_found_or_nothing_relevant_count_zero() -> None:
    qrels = {"empty": {"a": 3}, "irrelevant": {"a": 0}, "found": {"a": 3}}
    run = {"empty": [], "irrelevant": ranking("a"), "found": ranking("a")}
    for by_query in measure_run(run, qrels, graded_measures()).values():
        assert list(by_query.items()) == [("empty", 0.0), ("irrelevant", 0.0), ("found", 1.0)]


def test_a_judged_query_without_an_answer_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="lacks 1 of 2 judged queries: q2") as caught:
        measure_run({"q1": ranking("a")}, {"q1": {"a": 1}, "q2": {"a": 1}}, BINARY)
    assert caught.value.details == {"missing": ["q2"]}


def test_queries_that_nobody_judged_are_left_out() -> None:
    run = {"q1": ranking("a"), "extra": ranking("a")}
    assert measure_run(run, {"q1": {"a": 1}}, BINARY)["P@1"] == {"q1": 1.0}


def test_a_record_that_comes_twice_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="comes twice"):
        measure_run({"q": [("a", 2.0), ("a", 1.0)]}, {"q": {"a": 1}}, BINARY)


def test_the_kind_of_set_chooses_the_definitions() -> None:
    def definitions(*, graded: bool, grade: int) -> list[str]:
        judged = JudgedSet(name="s", queries={"q": "text"}, qrels={"q": {"a": grade}}, graded=graded)
        return [measure.definition for measure in standard_measures(judged)]

    graded = ["R(rel=2)@100", "RR(rel=2)@10", "P(rel=2)@1"]
    assert definitions(graded=True, grade=2) == ["nDCG(gains={0:0,1:1,2:3,3:7})@10", *graded]
    assert definitions(graded=True, grade=4) == ["nDCG(gains={0:0,1:1,2:3,3:7,4:15})@10", *graded]
    assert definitions(graded=False, grade=2) == ["nDCG@10", "R@100", "RR@10", "P@1"]
