"""The sample collection is what its README says: counts, damage, and nothing taken from real evaluations."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "eval_sets" / "sample"
README = (SAMPLE / "README.md").read_text(encoding="utf-8")
ID_COLUMN = {
    "lessons_learned": "Lessons learned ID",
    "good_practices": "Good practices ID",
    "recommendations": "Recommendation ID",
    "completed_evaluations": "Evaluation number",
    "planned_evaluations": "Evaluation number",
}
TEXT_COLUMN = {
    "lessons_learned": "Lessons learned description",
    "good_practices": "Good practices description",
    "recommendations": "Recommendation description",
}
SPANISH = {"900106", "900111", "900121"}
FRENCH = {"900105", "900110", "900117", "900123"}
COPIED_WORDS = 10  # shorter runs are titles and terms of art that nobody owns


def rows(name: str, folder: Path = SAMPLE) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def distinct(name: str) -> dict[str, dict[str, str]]:
    return {row[ID_COLUMN[name]]: row for row in rows(name)}


def runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Every run of `COPIED_WORDS` words in the texts."""
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        found.update(zip(*(words[start:] for start in range(COPIED_WORDS)), strict=False))
    return found


@pytest.mark.parametrize("name", ID_COLUMN)
def test_readme_counts_rows_and_records_of_each_file(name: str) -> None:
    assert f"| `{name}.csv` | {len(rows(name))} | {len(distinct(name))} |" in README


def test_readme_counts_languages_by_evaluation() -> None:
    numbers = [row["Evaluation number"] for name in TEXT_COLUMN for row in distinct(name).values()]
    spanish = sum(number in SPANISH for number in numbers)
    french = sum(number in FRENCH for number in numbers)
    english = len(numbers) - spanish - french
    sentence = " ".join(README.split())
    assert f"Of the {len(numbers)} lessons" in sentence
    assert f"{english} belong to evaluations in English, {spanish} to evaluations in Spanish" in sentence
    assert f"and {french} to evaluations in French" in sentence


def test_readme_counts_records_with_several_countries() -> None:
    countries: dict[tuple[str, str], set[str]] = {}
    for name in TEXT_COLUMN:
        for row in rows(name):
            countries.setdefault((name, row[ID_COLUMN[name]]), set()).add(row["Country(ies)"])
    several = sum(len(names) > 1 for names in countries.values())
    assert several >= 8
    assert f"{several} of them have several countries" in " ".join(README.split())


def test_readme_counts_management_responses_and_all_kinds_occur() -> None:
    recommendations = distinct("recommendations").values()
    statuses = Counter(row["Management response"] for row in recommendations)
    assert len(statuses) == 5
    assert {row["Progress"] for row in recommendations} == {"Achieved", "Partially achieved", "No implementation"}
    for status, count in statuses.items():
        assert f"| {status} | {count} |" in README


@pytest.mark.parametrize("name", ID_COLUMN)
def test_rows_of_a_record_differ_only_in_place_and_unit(name: str) -> None:
    places = {"Region(s)", "Country(ies)", "Administrative unit(s)", "Recommendation administrative unit"}
    fixed: dict[str, dict[str, str]] = {}
    for row in rows(name):
        rest = {column: value for column, value in row.items() if column not in places}
        assert fixed.setdefault(row[ID_COLUMN[name]], rest) == rest


def test_every_record_belongs_to_a_completed_evaluation() -> None:
    evaluations = distinct("completed_evaluations")
    for name in TEXT_COLUMN:
        for row in distinct(name).values():
            assert row["Evaluation title"] == evaluations[row["Evaluation number"]]["Evaluation title"]


def test_damage_stands_where_the_readme_says() -> None:
    lessons, practices = distinct("lessons_learned"), distinct("good_practices")
    recommendations, evaluations = distinct("recommendations"), distinct("completed_evaluations")
    damaged = {
        mark: {number for number, row in records.items() if any(mark in value for value in row.values())}
        for mark, records in {
            "_x000d_": lessons | practices | recommendations,
            "<br/>": lessons | practices | recommendations,
            "\x96": lessons | practices | recommendations,
            "\u00a0": evaluations,
        }.items()
    }
    assert damaged == {
        "_x000d_": {"910030", "920025", "930016"},
        "<br/>": {"910057", "930036"},
        "\x96": {"910061"},
        "\u00a0": {"900123"},
    }
    assert practices["920024"]["Good practices description"] == "N/A"
    contradiction = recommendations["930034"]
    assert (contradiction["Management response"], contradiction["Progress"]) == ("No Action Planned", "Achieved")


def test_columns_are_those_of_the_real_export(shared: Path) -> None:
    for name in ID_COLUMN:
        assert list(rows(name)[0]) == list(rows(name, shared / "data" / "ilo_ieval")[0])


def test_no_text_symbol_or_number_of_the_real_export_is_used(shared: Path) -> None:
    real = shared / "data" / "ilo_ieval"
    for name, column in TEXT_COLUMN.items():
        originals = rows(name, real)
        assert not runs(row[column] for row in rows(name)) & runs({row[column] for row in originals})
        assert not {row[ID_COLUMN[name]] for row in originals} & distinct(name).keys()
    symbols = {row["Project symbol(s)"] for row in rows("completed_evaluations", real)}
    assert not symbols & {row["Project symbol(s)"] for row in rows("completed_evaluations")}
