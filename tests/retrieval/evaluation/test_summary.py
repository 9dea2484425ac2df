from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from retrieval.evaluation.compare import compare
from retrieval.evaluation.evaluate import evaluate_run
from retrieval.evaluation.run import Ranking
from retrieval.evaluation.sets import JudgedSet
from retrieval.evaluation.summary import Measured, means, summary_dict, summary_table


def measured(name: str, places: list[int], before: list[int]) -> Measured:
    """A set with one query a place, at which its one relevant record stands."""
    queries = [f"q{number}" for number in range(len(places))]
    judged = JudgedSet(
        name=name, queries=dict.fromkeys(queries, "text"), qrels={q: {"right": 1} for q in queries}, graded=False
    )

    def run(all_places: list[int]) -> dict[str, Ranking]:
        return {
            query: [("right" if rank == place else f"wrong{rank}", 1 / rank) for rank in range(1, 11)]
            for query, place in zip(queries, all_places, strict=True)
        }

    evaluation = evaluate_run(run(places), judged, seconds=dict.fromkeys(queries, 0.02))
    return Measured(evaluation, compare(run(before), run(places), judged))


SETS = [measured("small", [1], [2]), measured("large", [2, 2, 2], [1, 2, 4])]


def test_a_small_set_counts_as_much_as_a_large_one() -> None:
    assert means(SETS)["RR@10"] == pytest.approx((1 + 0.5) / 2)
    assert means(SETS)["P@1"] == 0.5


def test_programs_get_every_set_and_the_mean() -> None:
    summary = summary_dict(SETS)
    assert [one["set"] for one in summary["sets"]] == ["small", "large"]
    assert summary["sets"][0]["comparison"]["measures"]["RR@10"]["candidate"] == 1
    assert summary["mean"] == means(SETS)


def test_people_get_a_row_a_set_and_the_mean_in_80_columns() -> None:
    console = Console(file=StringIO(), width=80)
    console.print(summary_table(SETS))
    assert isinstance(console.file, StringIO)
    rows = {line.split()[0]: line.split() for line in console.file.getvalue().splitlines() if line.strip()}
    assert rows["small"] == ["small", "1", "1.0000", "1.0000", "1.0000", "1.0000", "0.0200", "+0.3691", "1.0000"]
    assert rows["large"][:2] == ["large", "3"]
    assert rows["mean"][3] == "0.7500"


def test_without_a_comparison_there_is_no_such_field() -> None:
    assert "comparison" not in Measured(SETS[0].evaluation).as_dict()
