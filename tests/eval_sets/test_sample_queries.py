"""The judged set of the sample names only records that exist, and judges every query it asks."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

EVAL_SETS = Path(__file__).parents[2] / "eval_sets"
FOLDER = EVAL_SETS / "sample_queries"
SOURCES = {
    "lesson": ("lessons_learned.csv", "Lessons learned ID", "Lessons learned description"),
    "good_practice": ("good_practices.csv", "Good practices ID", "Good practices description"),
    "recommendation": ("recommendations.csv", "Recommendation ID", "Recommendation description"),
}
NEAR_DUPLICATES = (
    ("lesson:910008", "lesson:910011"),
    ("lesson:910006", "lesson:910028"),
    ("good_practice:920019", "good_practice:920020"),
)


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def judgments() -> list[dict[str, str]]:
    with (FOLDER / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def records() -> dict[str, dict[str, str]]:
    """The rows that have text, by the id that judgments use."""
    found = {}
    for kind, (file_name, id_column, text_column) in SOURCES.items():
        with (EVAL_SETS / "sample" / file_name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row[text_column] != "N/A":
                    found[f"{kind}:{row[id_column]}"] = row
    return found


def grades() -> dict[str, dict[str, int]]:
    by_query: dict[str, dict[str, int]] = defaultdict(dict)
    for row in judgments():
        by_query[row["query-id"]][row["corpus-id"]] = int(row["score"])
    return by_query


def test_readme_counts_queries_and_readable_records() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"{len(lines('queries.jsonl'))} information needs" in readme
    assert f"{len(lines('no_answer.jsonl'))} queries that" in readme
    assert f"reading all {len(records())} lessons" in readme


def test_every_query_has_a_need_and_a_direct_answer() -> None:
    by_query = grades()
    queries = lines("queries.jsonl")
    assert by_query.keys() == {query["_id"] for query in queries}
    for query in queries:
        assert query["metadata"]["need"]
        assert 3 in by_query[query["_id"]].values()


def test_judgments_are_unique_graded_and_name_records_with_text() -> None:
    pairs = Counter((row["query-id"], row["corpus-id"]) for row in judgments())
    assert set(pairs.values()) == {1}
    assert {record for _, record in pairs} <= records().keys()
    assert {row["score"] for row in judgments()} == {"1", "2", "3"}


def test_near_duplicates_have_the_same_grade() -> None:
    for judged in grades().values():
        for first, second in NEAR_DUPLICATES:
            assert judged.get(first) == judged.get(second)


def test_symbol_query_wants_exactly_the_records_of_that_project() -> None:
    symbol = next(query for query in lines("queries.jsonl") if query["_id"] == "s15")["text"]
    assert grades()["s15"].keys() == {
        record
        for record, row in records().items()
        if symbol in (row.get("Project symbol(s)"), row.get("Recommendation project symbol"))
    }


def test_queries_without_answer_have_ids_of_their_own() -> None:
    unanswerable = {query["_id"] for query in lines("no_answer.jsonl")}
    assert len(unanswerable) == 4
    assert not unanswerable & grades().keys()
