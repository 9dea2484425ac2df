"""Mappings: the documented example runs as documented, and every mistake is named."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from pydantic import BaseModel

from index.errors import MappingError
from index.intake import extract
from index.model import Extraction, Kind, Polarity, Record
from index.publishers.mapping import DocumentMapping, FacetsMapping, Mapping, RecordMapping, load_mapping
from index.publishers.personal_columns import looks_personal

GUIDE = Path(__file__).parents[3] / "docs" / "mapping.md"
MINIMAL = 'publisher = "office"\n[record]\nkind = "lesson"\nparts.text = "Lesson"\n'


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def load(tmp_path: Path, toml: str) -> Mapping:
    (tmp_path / "office.toml").write_text(toml, encoding="utf-8")
    return load_mapping(tmp_path / "office.toml")


def read(tmp_path: Path, table: str, toml: str) -> Extraction:
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    return extract(tmp_path / "table.csv", mapping=load(tmp_path, toml))


def by_id(extraction: Extraction) -> dict[str, Record]:
    return {record.id: record for record in extraction.records}


def test_the_documented_example(tmp_path: Path) -> None:
    (tmp_path / "lessons.csv").write_text(block("csv"), encoding="utf-8")
    (tmp_path / "lessons.toml").write_text(block("toml"), encoding="utf-8")
    extraction = extract(tmp_path / "lessons.csv")
    assert extraction.problems == ()

    (document,) = extraction.documents
    assert document.id == "water-office:document:EV-2021-03"
    assert (document.title, document.published, document.year) == ("Clean water for schools", date(2021, 6, 17), 2021)

    records = by_id(extraction)
    assert sorted(records) == [
        "water-office:lesson:14",
        "water-office:lesson:15",
        "water-office:management_response:14",
        "water-office:management_response:15",
    ]
    lesson = records["water-office:lesson:14"]
    assert lesson.facets.countries == ("Bhutan", "Nepal")
    assert lesson.facets.themes == ("Water", "health")
    assert [(part.name, part.kind, part.polarity) for part in lesson.parts] == [
        ("text", None, None),
        ("success", Kind.SUCCESS_FACTOR, Polarity.SUCCESS),
        ("challenges", Kind.CHALLENGE, Polarity.CHALLENGE),
    ]
    assert [part.name for part in records["water-office:lesson:15"].parts] == ["text"]
    response = records["water-office:management_response:15"]
    assert (response.status, response.progress, response.parts) == ("Partially accepted", "Under way", ())
    assert [link.target for link in response.links] == ["water-office:lesson:15"]
    assert "A. Example" not in extraction.model_dump_json()


@pytest.mark.parametrize("model", [Mapping, DocumentMapping, RecordMapping, FacetsMapping])
def test_every_key_is_documented(model: type[BaseModel]) -> None:
    documented = set(re.findall(r"(?<=[`.])\w+(?=[`.])", GUIDE.read_text("utf-8")))
    assert set(model.model_fields) - {"file", "document", "record"} <= documented


def test_records_without_number_are_named_by_their_text(tmp_path: Path) -> None:
    table = "Lesson,Country\nPlan the exit early.,Mali\nplan  the exit EARLY.,Niger\nAnother lesson here.,Mali\n"
    toml = MINIMAL + 'facets.countries = "Country"\n'
    first = read(tmp_path, table, toml)
    header, *rows = table.splitlines()
    shuffled = read(tmp_path, "\n".join([header, *reversed(rows)]), toml)
    assert by_id(first) == by_id(shuffled)
    assert sorted(record.facets.countries for record in first.records) == [("Mali",), ("Mali", "Niger")]


def test_kinds_may_stand_in_a_column(tmp_path: Path) -> None:
    toml = """
        publisher = "office"
        [record]
        kind = { column = "Type", values = { "Rec" = "recommendation" } }
        id = "No"
        parts.text = "Text"
    """
    table = "No,Type,Text\n1,rec,Do this.\n2,Good practice,Did this.\n3,Poem,Sang this.\n"
    extraction = read(tmp_path, table, toml)
    assert sorted(by_id(extraction)) == ["office:good_practice:2", "office:other:3", "office:recommendation:1"]
    (problem,) = extraction.problems
    assert problem.record_id == "office:other:3"
    assert "'Poem' is no kind" in problem.reason


def test_dates_are_never_guessed(tmp_path: Path) -> None:
    toml = MINIMAL + 'published = "Date"\nid = "No"\n'
    table = "No,Lesson,Date\n1,First lesson.,2020-02-30\n2,Second lesson.,03/04/2020\n3,Third lesson.,2020-02-29\n"
    extraction = read(tmp_path, table, toml)
    assert [record.published for record in extraction.records] == [None, None, date(2020, 2, 29)]
    assert [problem.record_id for problem in extraction.problems] == ["office:lesson:1", "office:lesson:2"]


def test_rows_that_cannot_be_used_are_reported(tmp_path: Path) -> None:
    toml = 'publisher = "office"\ndocument.id = "Report"\n[record]\nkind = "lesson"\nid = "No"\nparts.text = "Lesson"\n'
    table = "Report,No,Lesson\nA,1,fine text\n,2,no report\nA,,no number\nA,4,-\n"
    extraction = read(tmp_path, table, toml)
    assert [record.id for record in extraction.records] == ["office:lesson:1", "office:lesson:4"]
    assert {(p.where, p.record_id) for p in extraction.problems} == {
        ("row 3", None),
        ("row 4", None),
        (None, "office:lesson:4"),
    }


def test_only_the_named_sheet_is_read(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["Lesson", "Note"])
    workbook.active.append(["Not this one.", ""])
    sheet = workbook.create_sheet("Lessons")
    sheet.append(["Lesson", "Note"])
    sheet.append(["This one.", ""])
    workbook.save(tmp_path / "book.xlsx")
    named = load(tmp_path, 'sheet = "Lessons"\n' + MINIMAL)
    assert [r.parts[0].text for r in extract(tmp_path / "book.xlsx", mapping=named).records] == ["This one."]
    missing = load(tmp_path, 'sheet = "Lesons"\n' + MINIMAL)
    with pytest.raises(MappingError, match="no sheet 'Lesons'") as caught:
        extract(tmp_path / "book.xlsx", mapping=missing)
    assert "Lessons" in caught.value.hint


def test_a_mapping_wins_over_a_known_publisher(tmp_path: Path) -> None:
    table = "Lead Title,Modified Excerpt,Learning\nMDRAA001,Store tents nearby.,Challenges\n"
    toml = 'publisher = "office"\n[record]\nkind = "lesson"\nparts.text = "Modified Excerpt"\n'
    assert [record.kind for record in read(tmp_path, table, toml).records] == [Kind.LESSON]


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("publisher = ", "not valid TOML"),
        (MINIMAL.replace("office", "Our Office"), "publisher: String should match pattern"),
        (MINIMAL + 'tittle = "Lesson"\n', "record.0.tittle: Extra inputs"),
        (MINIMAL.replace('"lesson"', '"lessons"'), "kind cannot be lessons; it is one of lesson"),
        (MINIMAL + "title = { constant = 'x', column = 'Lesson' }\n", "either a column"),
        ('publisher = "office"\n', "record: Field required"),
        *(
            (
                f"date_formats = ['%d/%m/%Y', '{wrong}']\n{MINIMAL}",
                f"date_formats.1: Value error, '{wrong}' is no format",
            )
            for wrong in ("%d%d", "%", "%Q", "day", "(?P<d>%d)%d")
        ),
    ],
)
def test_mistakes_in_a_mapping_are_named(tmp_path: Path, toml: str, said: str) -> None:
    with pytest.raises(MappingError, match=re.escape(said)) as caught:
        load(tmp_path, toml)
    assert caught.value.message.startswith("office.toml: ")
    assert "docs/mapping.md" in caught.value.hint


def test_a_column_that_is_not_there_is_named_with_the_one_meant(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=re.escape("record.parts.text: table.csv has no column 'Lesson'")) as caught:
        read(tmp_path, "No,Lessons\n1,text\n", MINIMAL)
    assert "Did you mean 'Lessons'?" in caught.value.hint


def test_columns_with_people_are_refused_unless_declared(tmp_path: Path) -> None:
    toml = MINIMAL + 'details.contact = "Contact unit"\n'
    with pytest.raises(MappingError, match="looks as if it held people") as caught:
        load(tmp_path, toml)
    assert caught.value.details["key"] == "record.details.contact"
    assert load(tmp_path, 'not_personal = ["Contact unit"]\n' + toml).not_personal == ("Contact unit",)


@pytest.mark.parametrize(
    "column", ["Evaluation manager", "Submitted by", "E-mail", "Évaluateurs", "team_leader", "Tel."]
)
def test_columns_with_people_are_known(column: str) -> None:
    assert looks_personal(column)


@pytest.mark.parametrize(
    "column", ["Management response", "Project name", "Responsible unit", "Intelligence", "Authority"]
)
def test_other_columns_are_not_taken_for_people(column: str) -> None:
    assert not looks_personal(column)
