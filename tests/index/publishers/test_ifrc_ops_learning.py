"""IFRC operational learning in its three variants, by hand-made rows and by the real tables."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.intake import extract
from index.model import Anchor, Extraction, Facets, Kind, Part, Polarity, Record
from index.publishers import ifrc_ops_learning
from index.publishers.identifiers import text_digest
from index.publishers.source import SourceTable
from index.readers.rows import Row, Table

TEXT = "Tents stored near the coast were wet before they were needed."
ROW = {
    "Lead Title": "MDRVU007",
    "Modified Excerpt": TEXT,
    "DREF_Sector": "Shelter and Settlements",
    "DREF_DimCode": "5-OS.31",
    "DREF_Dimension": "Operations Support",
    "DREF_Subdimension": "Stafff and Volunteer Management",
    "Learning": "Challenges",
    "Region": "Asia Pacific",
    "Country": "Vanuatu",
    "Date": "2019-08-31T00:00:00Z",
    "Hazard": "Volcanic Eruption",
    "Type of operation": "DREF",
}


def publish(*rows: dict[str, str]) -> Extraction:
    numbered = tuple(Row(number, values) for number, values in enumerate(rows, start=2))
    return ifrc_ops_learning.publish(SourceTable("learning.csv", Table("learning", tuple(rows[0]), numbered)))


def test_an_excerpt_under_two_sectors_is_one_record() -> None:
    extraction = publish(ROW, ROW | {"DREF_Sector": "Health", "Modified Excerpt": TEXT.upper()}, ROW)
    name = f"challenge:MDRVU007-{text_digest(TEXT)}"
    assert extraction.records == (
        Record(
            id=f"ifrc:{name}",
            local_id=name,
            document_id="ifrc:operation:MDRVU007",
            kind=Kind.CHALLENGE,
            polarity=Polarity.CHALLENGE,
            parts=(Part(name="text", text=TEXT, polarity=Polarity.CHALLENGE, anchor=Anchor()),),
            facets=Facets(
                themes=("Health", "Shelter and Settlements", "Stafff and Volunteer Management", "Volcanic Eruption"),
                countries=("Vanuatu",),
                regions=("Asia Pacific",),
            ),
            published=date(2019, 8, 31),
            year=2019,
            details={"dimension": "Operations Support", "dimension_code": "5-OS.31", "operation_type": "DREF"},
        ),
    )
    (document,) = extraction.documents
    assert document.id == "ifrc:operation:MDRVU007"
    assert document.title == "DREF operation MDRVU007: Volcanic Eruption, Vanuatu"
    assert (document.number, document.source, document.published) == ("MDRVU007", "learning.csv", date(2019, 8, 31))
    assert extraction.problems == ()


@pytest.mark.parametrize(
    ("learning", "kind", "polarity"),
    [
        ("Lessons Learnt", Kind.LESSON, None),
        ("Challenges", Kind.CHALLENGE, Polarity.CHALLENGE),
        ("Success", Kind.SUCCESS_FACTOR, Polarity.SUCCESS),
    ],
)
def test_kinds(learning: str, kind: Kind, polarity: Polarity | None) -> None:
    (record,) = publish(ROW | {"Learning": learning}).records
    assert (record.kind, record.polarity) == (kind, polarity)


@pytest.mark.parametrize("prefix", ["DREF ", "DREF Operational Learning 1.0 - "])
def test_the_other_variants_give_the_same_facets(prefix: str) -> None:
    renamed = {key.replace("DREF_", prefix): value for key, value in ROW.items() if key != "DREF_DimCode"}
    assert publish(renamed).records[0].facets == publish(ROW).records[0].facets


@pytest.mark.parametrize(("value", "day"), [("31-08-2019", date(2019, 8, 31)), ("2019-08-31", date(2019, 8, 31))])
def test_date_formats(value: str, day: date) -> None:
    assert publish(ROW | {"Date": value}).records[0].published == day


@pytest.mark.parametrize("value", ["31-09-2019", "2099-08-31", "08/31/2019", "soon"])
def test_impossible_dates_are_left_out_and_reported(value: str) -> None:
    extraction = publish(ROW | {"Date": value})
    assert (extraction.records[0].published, extraction.records[0].year) == (None, None)
    (problem,) = extraction.problems
    assert problem.where == "row 2"
    assert value in problem.reason


def test_rows_that_differ_by_day_share_their_year_at_most() -> None:
    (record,) = publish(ROW, ROW | {"Date": "2019-09-02"}).records
    assert (record.published, record.year) == (None, 2019)
    (record,) = publish(ROW, ROW | {"Date": "2020-09-02"}).records
    assert (record.published, record.year) == (None, None)


def test_an_operation_of_decades_was_filled_downwards() -> None:
    rows = [ROW | {"Date": f"26-08-{year}", "Modified Excerpt": f"Lesson of {year}."} for year in (2010, 2016)]
    extraction = publish(*rows)
    assert [record.year for record in extraction.records] == [None, None]
    assert "6 years apart" in extraction.problems[0].reason


def test_placeholders_are_no_facets() -> None:
    (record,) = publish(ROW | {"Hazard": "0", "Country": "0"}).records
    assert record.facets.countries == ()
    assert "0" not in record.facets.themes


def test_rows_that_cannot_be_used_are_reported() -> None:
    shifted = ROW | {"Lead Title": TEXT, "Modified Excerpt": "MDRVU007"}
    extraction = publish(ROW, shifted, ROW | {"Modified Excerpt": "-"}, dict.fromkeys(ROW, ""))
    assert len(extraction.records) == 1
    assert [problem.where for problem in extraction.problems] == ["row 3", "row 4", "row 5"]


def test_doubtful_rows_are_kept_and_reported() -> None:
    extraction = publish(ROW | {"Learning": ""}, ROW | {"Region": "Success"})
    assert [record.kind for record in extraction.records] == [Kind.CHALLENGE, Kind.OTHER]
    assert [problem.where for problem in extraction.problems] == ["row 2", "row 3"]
    assert "Region" in extraction.problems[1].reason


_ROWS = [
    ROW | {"DREF_Sector": sector, "Learning": learning, "Date": day}
    for sector in ("Health", "Shelter and Settlements")
    for learning in ("Challenges", "Success", "")
    for day in ("2019-08-31", "01-09-2019")
]


@given(st.permutations(_ROWS))
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, str]]) -> None:
    shuffled, ordered = publish(*rows), publish(*_ROWS)
    assert (shuffled.documents, shuffled.records) == (ordered.documents, ordered.records)


def test_real_tables(shared: Path) -> None:
    folder = shared / "data" / "ifrc_ops_learning"
    counts = {}
    for variant in ("codes", "raw3412", "raw5627"):
        extraction = extract(folder / f"Ops_learning_Dataset_{variant}.csv")
        counts[variant] = Counter(record.kind for record in extraction.records)
        facets = [value for record in extraction.records for names in record.facets for value in names[1]]
        assert all(value == value.strip() for value in facets)
        assert all(record.year is None or 2014 < record.year < 2022 for record in extraction.records)
    assert counts == {
        "codes": {Kind.CHALLENGE: 1477, Kind.LESSON: 1396, Kind.SUCCESS_FACTOR: 132},
        "raw3412": {Kind.CHALLENGE: 1478, Kind.LESSON: 1399, Kind.SUCCESS_FACTOR: 132, Kind.OTHER: 1},
        "raw5627": {Kind.CHALLENGE: 2400, Kind.LESSON: 2425},
    }


def test_the_real_variants_agree_on_identifiers(shared: Path) -> None:
    folder = shared / "data" / "ifrc_ops_learning"
    codes, raw = (
        {record.id for record in extract(folder / f"Ops_learning_Dataset_{variant}.csv").records}
        for variant in ("codes", "raw3412")
    )
    assert len(codes & raw) > 0.99 * len(codes)
