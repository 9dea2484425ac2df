"""The ILO i-eval Discovery export, by hand-made rows and by the real export."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.intake import expand, extract
from index.model import Anchor, Extraction, Facets, Kind, Link, Part, Record, Relation
from index.publishers import ilo_ieval
from index.publishers.combine import combine
from index.publishers.source import SourceTable
from index.readers.rows import Row, Table

EVALUATION = {
    "Evaluation number": "901",
    "Evaluation title": "Work in harbours\nFinal evaluation",
    "Region(s)": "Africa",
    "Country(ies)": "Mali",
    "Evaluation type": "Project - Joint evaluation",
    "Evaluation timing": "Final",
    "Evaluation nature": "Independent",
    "Evaluation document type": "unknown",
    "Completion date": "2017-11-01",
    "Administrative unit(s)": "CO-Dakar; CO-Suva",
    "Technical unit(s)": "-",
    "Funding source(s)": "Norway, Fund; Spain, Agency",
    "Project symbol(s)": "RAF/16/13/EUR",
    "Url": "https://example.org/#901",
    "Evaluation manager": "Jane Example",
}
LESSON = {
    **EVALUATION,
    "Lessons learned description": "Plan the exit early.",
    "Lessons learned theme": "Training of trainers, facilitation",
    "Lessons learned ID": "77",
}
RECOMMENDATION = {
    **EVALUATION,
    "Recommendation description": "Write an exit plan.",
    "Management response": "No Action Planned",
    "Action plan": "wsdfqsf",
    "Progress": "Achieved",
    "Comments": "Done",
    "Information source": "Country Office",
    "Recommendation date": "2018-02-02",
    "Recommendation theme": "Programme sustainability",
    "Recommendation administrative unit": "CO-Dakar",
    "Recommendation project symbol": "NO_DC_SYMBOL_80",
    "Recommendation ID": "88",
}


def publish(*rows: dict[str, str]) -> Extraction:
    columns = tuple(rows[0])
    numbered = tuple(Row(number, values) for number, values in enumerate(rows, start=2))
    return ilo_ieval.publish(SourceTable("export.csv", Table("export", columns, numbered)))


def test_one_lesson_of_several_rows() -> None:
    rows = [
        LESSON,
        LESSON | {"Country(ies)": "Kosovo, UN Protectorate", "Region(s)": "Europe and Central Asia"},
        LESSON | {"Country(ies)": "Africa - regional", "Technical unit(s)": "SKILLS"},
        LESSON | {"Country(ies)": "- Not specified", "Project symbol(s)": "NO_DC_SYMBOL_7"},
    ]
    extraction = publish(*rows)
    assert extraction.problems == ()
    assert extraction.records == (
        Record(
            id="ilo:lesson:77",
            local_id="lesson:77",
            document_id="ilo:evaluation:901",
            kind=Kind.LESSON,
            parts=(Part(name="text", text="Plan the exit early.", anchor=Anchor(row="77")),),
            facets=Facets(
                themes=("Training of trainers, facilitation",),
                countries=("Africa - regional", "Kosovo, UN Protectorate", "Mali"),
                regions=("Africa", "Europe and Central Asia"),
                units=("CO-Dakar", "CO-Suva", "SKILLS"),
                symbols=("RAF/16/13/EUR",),
                funding=("Norway, Fund", "Spain, Agency"),
            ),
            published=date(2017, 11, 1),
            year=2017,
        ),
    )
    (document,) = extraction.documents
    assert document.id == "ilo:evaluation:901"
    assert document.title == "Work in harbours Final evaluation"
    assert document.evaluation_type == "Project - Joint evaluation"
    assert document.url == "https://example.org/#901"
    assert (document.published, document.year, document.stage) == (date(2017, 11, 1), 2017, "completed")
    assert document.facets.themes == ()
    assert document.facets.countries == ("Africa - regional", "Kosovo, UN Protectorate", "Mali")


def test_a_recommendation_and_its_response() -> None:
    recommendation, response = publish(RECOMMENDATION).records
    assert recommendation.id == "ilo:recommendation:88"
    assert [part.text for part in recommendation.parts] == ["Write an exit plan."]
    assert recommendation.published == date(2018, 2, 2)
    assert recommendation.year == 2017
    assert recommendation.details == {"information_source": "Country Office"}
    assert recommendation.facets.symbols == ("RAF/16/13/EUR",)

    assert response.id == "ilo:management_response:88"
    assert response.local_id == "management_response:88"
    assert response.kind is Kind.MANAGEMENT_RESPONSE
    assert [(part.name, part.text) for part in response.parts] == [("comments", "Done")]
    assert response.links == (Link(relation=Relation.RESPONDS_TO, target="ilo:recommendation:88"),)
    for record in (recommendation, response):
        assert (record.status, record.progress) == ("No Action Planned", "Achieved")


def test_a_good_practice_with_all_its_texts() -> None:
    row = {
        **EVALUATION,
        "Good practices description": "Parents keep the fund.",
        "Context": "A harbour town.",
        "Cause/effect": "They meet monthly.",
        "Indicators": "-",
        "Replication": "Three towns copied it.",
        "Links": ".",
        "Good practices theme": "Planning",
        "Good practices ID": "66",
    }
    (record,) = publish(row).records
    assert [(part.name, part.kind) for part in record.parts] == [
        ("text", None),
        ("context", Kind.CONTEXT),
        ("cause_effect", None),
        ("replication", None),
    ]


def test_a_record_without_usable_text_is_kept_and_reported() -> None:
    extraction = publish(LESSON | {"Lessons learned description": "N/A"})
    assert extraction.records[0].parts == ()
    (problem,) = extraction.problems
    assert (problem.file, problem.record_id) == ("export.csv", "ilo:lesson:77")
    assert "no usable text (N/A)" in problem.reason


def test_rows_without_numbers_are_reported_and_the_rest_read() -> None:
    extraction = publish(LESSON, LESSON | {"Lessons learned ID": ""}, LESSON | {"Evaluation number": "-"})
    assert [record.id for record in extraction.records] == ["ilo:lesson:77"]
    assert sorted((p.where, p.reason) for p in extraction.problems) == [
        ("row 3", "no Lessons learned ID"),
        ("row 4", "the row has no evaluation number"),
    ]


def test_rows_that_disagree_are_reported() -> None:
    extraction = publish(LESSON, LESSON, LESSON | {"Lessons learned description": "Plan the exit much earlier."})
    assert extraction.records[0].parts[0].text == "Plan the exit early."
    assert "'Lessons learned description'" in extraction.problems[0].reason


def test_completed_and_planned_evaluations() -> None:
    completed = publish(EVALUATION | {"Theme(s)": "Fishing; Manufacturing, sweat shops"})
    assert completed.documents[0].facets.themes == ("Fishing", "Manufacturing, sweat shops")
    planned = {key: value for key, value in EVALUATION.items() if key != "Completion date"}
    (document,) = publish(planned | {"Planned completion date": "2026-12-31"}).documents
    assert (document.stage, document.published, document.year) == ("planned", date(2026, 12, 31), 2026)


def test_people_are_never_read() -> None:
    for row in (LESSON, RECOMMENDATION, EVALUATION):
        assert "Jane" not in publish(row).model_dump_json()


def test_other_tables_are_not_taken() -> None:
    assert ilo_ieval.confidence(Table("t", tuple(LESSON), ())) == 1.0
    assert ilo_ieval.confidence(Table("t", ("Evaluation number", "Lesson"), ())) == 0.0


_ROWS = [
    base | {"Country(ies)": country, "Technical unit(s)": unit, id_column: base[id_column] + suffix}
    for base, id_column in ((LESSON, "Lessons learned ID"),)
    for country in ("Mali", "Niger", "-")
    for unit in ("SKILLS", "-")
    for suffix in ("", "1")
]


@given(st.permutations(_ROWS))
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, str]]) -> None:
    assert publish(*rows) == publish(*_ROWS)


@pytest.fixture(scope="module")
def export(shared: Path) -> Extraction:
    """The five CSV files of the real export as one."""
    return combine(map(extract, sorted((shared / "data" / "ilo_ieval").glob("*.csv"))))


def test_real_counts(export: Extraction) -> None:
    assert Counter(record.kind for record in export.records) == {
        Kind.LESSON: 2790,
        Kind.GOOD_PRACTICE: 1512,
        Kind.RECOMMENDATION: 3007,
        Kind.MANAGEMENT_RESPONSE: 3007,
    }
    assert Counter(document.stage for document in export.documents) == {"completed": 1699, "planned": 75}
    responses = [record for record in export.records if record.kind is Kind.MANAGEMENT_RESPONSE]
    assert Counter(response.status for response in responses) == {
        "Partially Completed": 1367,
        "Completed": 1077,
        "Action not yet taken": 320,
        "No Action Planned": 180,
        "Rejected": 63,
    }
    assert sum(len(r.facets.countries) > 1 for r in export.records if r.kind is Kind.LESSON) == 273
    assert [problem.record_id for problem in export.problems] == ["ilo:good_practice:246465"]


def test_real_workbook_gives_the_same(export: Extraction, shared: Path) -> None:
    workbook = extract(shared / "data" / "ilo_ieval" / "ieval_discovery_export.xlsx")
    assert workbook.documents == export.documents
    assert workbook.records == export.records


def test_real_rows_in_any_order_give_the_same(export: Extraction, shared: Path, tmp_path: Path) -> None:
    lines = (shared / "data" / "ilo_ieval" / "planned_evaluations.csv").read_text("utf-8").splitlines()
    header, rows = lines[0], lines[1:]
    random.Random(7).shuffle(rows)
    (tmp_path / "shuffled.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    planned = tuple(document for document in export.documents if document.stage == "planned")
    assert extract(tmp_path / "shuffled.csv").documents == planned


def test_real_texts_have_no_damage_left(export: Extraction) -> None:
    texts = [part.text for record in export.records for part in record.parts]
    texts += [document.title for document in export.documents]
    for damage in ("_x000", "<br", "&#", "\xa0", "\xad", "\x92", "\uf0a7", "\t", "\r", "\u00e2\x80", "\u200e"):
        assert not [text for text in texts if damage in text]


def test_real_folder_is_found_whole(shared: Path) -> None:
    assert [path.suffix for path in expand([shared / "data" / "ilo_ieval"])].count(".csv") == 5
