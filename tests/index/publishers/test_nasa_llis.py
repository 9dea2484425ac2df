"""NASA's lessons table, by hand-made rows and by the real table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.intake import extract
from index.model import Extraction, Facets, Kind
from index.publishers import nasa_llis
from index.publishers.nasa_characters import repair_marks
from index.publishers.source import SourceTable
from index.readers.rows import Row, Table

ROW = {
    "LessonId": "1839",
    "Title": "Donêt Lift Alone",
    "Abstract": "A crane of the Centerês yard fell.",
    "Lesson": "Two people watch every lift.",
    "Organization": "KSC",
    "LessonDate": "2014-06-06",
    "MissionDirectorate": "Science, Space Operations,",
    "SafetyIssue": "TRUE",
    "Categories": "Categories, Parts, Materials, & Processes, Spacecraft, Packaging, Handling, Storage,",
    "Topic": "22",
    "Category": "NA",
    "url": "https://example.org/1839",
}


def publish(*rows: dict[str, str]) -> Extraction:
    numbered = tuple(Row(number, values) for number, values in enumerate(rows, start=2))
    return nasa_llis.publish(SourceTable("llis.csv", Table("llis", tuple(rows[0]), numbered)))


def test_a_lesson_is_a_document_of_its_own() -> None:
    extraction = publish(ROW)
    (record,) = extraction.records
    assert (record.id, record.local_id, record.document_id) == ("nasa:lesson:1839", "lesson:1839", "nasa:llis:1839")
    assert record.title == "Don’t Lift Alone"
    assert [(part.name, part.text, part.kind) for part in record.parts] == [
        ("text", "Two people watch every lift.", None),
        ("abstract", "A crane of the Center’s yard fell.", Kind.CONTEXT),
    ]
    assert record.facets == Facets(
        themes=("Packaging, Handling, Storage", "Parts, Materials, & Processes", "Spacecraft"),
        units=("KSC", "Science", "Space Operations"),
    )
    assert (record.published, record.year) == (date(2014, 6, 6), 2014)
    assert record.details == {"safety_issue": "yes"}
    (document,) = extraction.documents
    assert (document.id, document.title, document.url) == (
        "nasa:llis:1839",
        "Don’t Lift Alone",
        "https://example.org/1839",
    )
    assert extraction.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "See attached document",
        "See attachment.",
        'See "Recommendation(s)"',
        "See Lesson 1045",
        "The text has been redacted for International Traffic in Arms Regulations (ITAR) compliance.",
        "Unavailable.",
        "",
    ],
)
def test_a_text_that_stands_elsewhere_is_no_text(text: str) -> None:
    extraction = publish(ROW | {"Lesson": text})
    assert [part.name for part in extraction.records[0].parts] == ["abstract"]
    (problem,) = extraction.problems
    assert problem.record_id == "nasa:lesson:1839"


@pytest.mark.parametrize(
    "text", ["See to it that two people watch.", "Attached loads swing.", "Unavailable spares cost time."]
)
def test_a_text_that_begins_like_a_pointer_is_one(text: str) -> None:
    assert publish(ROW | {"Lesson": text}).records[0].parts[0].text == text


def test_rows_without_number_are_reported() -> None:
    extraction = publish(ROW, ROW | {"LessonId": ""})
    assert len(extraction.records) == 1
    assert extraction.problems[0].where == "row 3"


def test_a_lesson_without_title_has_a_document_with_one() -> None:
    extraction = publish(ROW | {"Title": ""})
    assert extraction.records[0].title is None
    assert extraction.documents[0].title == "Lesson 1839"


@given(st.permutations([ROW | {"LessonId": str(number), "Lesson": f"Lesson {number} here."} for number in range(5)]))
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, str]]) -> None:
    ordered = sorted(rows, key=lambda row: row["LessonId"])
    assert publish(*rows) == publish(*ordered)


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("NASAês plan and the sensorsê fields", "NASA’s plan and the sensors’ fields"),
        ("it donèt work", "it don’t work"),
        ("levels.¾ The smoke.¾¾ Due\n¾ ", "levels. The smoke. Due\n"),
        ("below 68 çF", "below 68 °F"),
        ("misalignmentãit", "misalignment—it"),
        ("a –trust but verify” plan", "a “trust but verify” plan"),
        ("accept èBad Newsè by", "accept “Bad News” by"),
        ("with –S” hooks", "with “S” hooks"),
        ("0.0 ± 0.1 – a range, café", "0.0 ± 0.1 – a range, café"),
    ],
)
def test_marks_written_as_letters(damaged: str, right: str) -> None:
    assert repair_marks(damaged) == right
    assert repair_marks(right) == right


def test_real_table(shared: Path) -> None:
    extraction = extract(shared / "data" / "nasa_llis" / "llis.csv")
    assert len(extraction.records) == len(extraction.documents) == 1637
    without_lesson = [r for r in extraction.records if not any(part.name == "text" for part in r.parts)]
    assert len(without_lesson) == len([p for p in extraction.problems if p.record_id]) == 21
    texts = "\n".join(part.text for record in extraction.records for part in record.parts)
    for damage in ("<br", "<center", "&amp;", "&bull;", "ês ", "¾", "@nasa.gov"):
        assert damage not in texts
    assert "not UTF-8" in extraction.problems[0].reason
