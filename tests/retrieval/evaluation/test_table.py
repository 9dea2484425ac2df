from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from retrieval.evaluation.abstention import measure_abstention
from retrieval.evaluation.compare import compare
from retrieval.evaluation.evaluate import Evaluation, evaluate_run
from retrieval.evaluation.sets import load_set
from retrieval.evaluation.table import comparison_dict, comparison_table, evaluation_dict, evaluation_table, query_table

RUN = {"q1": [("lesson:1", 0.9), ("lesson:7", 0.8)], "q2": []}


def as_text(table: RenderableType, width: int = 120) -> str:
    console = Console(file=StringIO(), width=width)
    console.print(table)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.fixture
def evaluation(write_set: Callable[..., Path]) -> Evaluation:
    judged = load_set(write_set())
    abstention = measure_abstention(lambda _: False, judged)
    return evaluate_run(RUN, judged, seconds={"q1": 0.01, "q2": 0.03}, abstention=abstention)


def test_the_table_shows_means_intervals_and_what_to_mind(evaluation: Evaluation) -> None:
    text = as_text(evaluation_table(evaluation))
    assert "small: 2 queries" in text
    rows = {line.split("│")[1].strip(): line for line in text.splitlines() if line.startswith("│")}
    assert "0.5000" in rows["RR@10"]
    assert "0.0000 … 1.0000" in rows["RR@10"]
    assert "mean 0.0200, median 0.0200" in text
    assert "unanswerable queries answered: 1 of 1 (n1)" in text
    assert "answerable queries refused: 0 of 2\n" in text
    assert "1 of the best ten hits were never judged" in text
    assert "nothing found for q2" in text


def test_the_dict_holds_the_same_and_survives_json(evaluation: Evaluation) -> None:
    shown = json.loads(json.dumps(evaluation_dict(evaluation), allow_nan=False))
    assert shown["set"] == "small"
    assert shown["queries"] == 2
    assert shown["unjudged_queries"] == 1
    assert shown["queries_with_nothing_found"] == ["q2"]
    assert shown["measures"]["P@1"] == {"definition": "P(rel=2)@1", "mean": 0.5, "low": 0.0, "high": 1.0}
    assert shown["seconds"] == pytest.approx({"mean": 0.02, "median": 0.02})
    assert shown["abstention"] == {
        "no_answer": 1,
        "answered": ["n1"],
        "answerable": 2,
        "refused": [],
        "answered_share": 1.0,
        "refused_share": 0.0,
    }
    assert shown["by_query"]["q1"]["RR@10"] == 1.0
    assert shown["by_query"]["q1"]["unjudged"] == ["lesson:7"]
    assert shown["by_query"]["q2"]["seconds"] == 0.03


def test_every_query_has_a_row(evaluation: Evaluation) -> None:
    # q1: of the ideal gains 7 and 1 / log2(3) only the 7 was found.
    lines = [line for line in as_text(query_table(evaluation)).splitlines() if line.startswith("│")]
    assert [[cell.strip() for cell in line.strip("│").split("│")] for line in lines] == [
        ["q1", "0.9173", "1.0000", "1.0000", "1.0000", "0.0100", "exit strategies"],
        ["q2", "0.0000", "0.0000", "0.0000", "0.0000", "0.0300", "trade unions"],
    ]
    comparison = compare({**RUN, "q1": [("lesson:3", 1.0)]}, RUN, evaluation.judged)
    text = as_text(query_table(evaluation, comparison))
    assert "+0.9173" in next(line for line in text.splitlines() if "exit strategies" in line)


def test_a_run_from_a_file_has_no_times_and_no_abstention(evaluation: Evaluation) -> None:
    from_file = evaluate_run(RUN, evaluation.judged)
    shown = evaluation_dict(from_file)
    assert shown["seconds"] is None
    assert shown["abstention"] is None
    assert shown["by_query"]["q1"]["seconds"] is None
    assert "seconds" not in as_text(evaluation_table(from_file))


def test_a_comparison_is_shown_for_people_and_for_programs(evaluation: Evaluation) -> None:
    better = {**RUN, "q2": [("lesson:9", 1.0)]}
    comparison = compare(RUN, better, evaluation.judged)
    text = as_text(comparison_table(comparison), width=80)
    row = next(line for line in text.splitlines() if "RR@10" in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells == ["RR@10", "0.5000", "1.0000", "+0.5000", "+0.0000 … +1.0000", "1.0000", "1/1/0"]
    shown = json.loads(json.dumps(comparison_dict(comparison), allow_nan=False))
    assert shown["measures"]["RR@10"]["difference"] == {"mean": 0.5, "low": 0.0, "high": 1.0}
    assert shown["measures"]["RR@10"]["by_query"] == {"q1": 0.0, "q2": 1.0}
    assert (shown["measures"]["RR@10"]["p"], shown["measures"]["RR@10"]["wins"]) == (1.0, 1)
