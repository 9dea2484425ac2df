"""Facets against brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.facets import FACETS, Facet, load_facets, save_facets
from index.model import Criterion, Document, Facets, Kind, Part, Polarity, Record

_VALUES = st.lists(st.sampled_from(["Jordan", "Mali", "MALI", "Perú"]), max_size=3, unique=True).map(tuple)
_ROWS = st.lists(_VALUES, max_size=20)


@given(rows=_ROWS, wanted=st.sets(st.integers(0, 3)))
def test_a_mask_keeps_the_rows_with_one_of_the_values(rows: list[tuple[str, ...]], wanted: set[int]) -> None:
    facet = Facet.build(rows)
    numbers = [number for number in wanted if number < len(facet.values)]
    names = {facet.values[number] for number in numbers}
    assert facet.mask(numbers).tolist() == [bool(names & set(row)) for row in rows]


@given(rows=_ROWS)
def test_counts_are_those_of_a_loop(rows: list[tuple[str, ...]]) -> None:
    facet = Facet.build(rows)
    assert facet.counts() == {value: sum(value in row for row in rows) for value in facet.values}
    assert sorted(facet.values) == sorted({value for row in rows for value in row})
    assert [facet.of(row) for row in range(len(rows))] == rows


@given(rows=_ROWS.filter(bool), data=st.data())
def test_pairs_list_every_value_of_the_given_rows(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    facet = Facet.build(rows)
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8))
    positions, numbers = facet.pairs(np.array(chosen, dtype=np.int64))
    found = [(position, facet.values[number]) for position, number in zip(positions, numbers, strict=True)]
    assert found == [(position, value) for position, row in enumerate(chosen) for value in rows[row]]


def test_values_are_found_whatever_their_case() -> None:
    facet = Facet.build([("Mali",), ("MALI", "Straße")])
    assert [facet.values[number] for number in facet.find("mali")] == ["MALI", "Mali"]
    assert [facet.values[number] for number in facet.find("STRASSE")] == ["Straße"]
    assert facet.find("Ma") == []
    assert facet.mask(facet.find("mali")).tolist() == [True, True]


@given(rows=_ROWS)
def test_saved_facets_come_back(rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("facets")
    save_facets({"country": Facet.build(rows), "theme": Facet.build([(), ()])}, folder)
    loaded = load_facets(folder)
    assert list(loaded) == ["country", "theme"]
    assert [loaded["country"].of(row) for row in range(len(rows))] == rows
    assert loaded["theme"].counts() == {}


DOCUMENT = Document(
    id="ilo:evaluation:1",
    publisher="ilo",
    title="Final evaluation",
    number="17",
    year=2019,
    evaluation_type="Project",
    timing="Final",
    nature="Independent",
    facets=Facets(themes=("Exit",), countries=("Mali",), units=("EVAL",)),
)


def values_of(record: Record, **more: Any) -> dict[str, tuple[str, ...]]:
    part = Part(name="text", text="…", language="fr", **{"kind": Kind.CHALLENGE} | more)
    found = {name: values(record, DOCUMENT, part) for name, values in FACETS.items()}
    return {name: values for name, values in found.items() if values}


def test_a_record_is_filed_under_what_its_document_says() -> None:
    record = Record(id="ilo:lesson:1", local_id="lesson:1", document_id=DOCUMENT.id, kind=Kind.LESSON)
    assert values_of(record) == {
        "kind": ("challenge",),  # of the passage, not of the record
        "theme": ("Exit",),
        "country": ("Mali",),
        "unit": ("EVAL",),
        "year": ("2019",),
        "language": ("fr",),
        "publisher": ("ilo",),
        "evaluation": ("17",),
        "evaluation_type": ("Project",),
        "timing": ("Final",),
        "nature": ("Independent",),
        "polarity": ("challenge",),
    }


def test_what_the_record_itself_says_goes_first() -> None:
    record = Record(
        id="ilo:lesson:1",
        local_id="lesson:1",
        document_id=DOCUMENT.id,
        kind=Kind.LESSON,
        year=2021,
        criterion=Criterion.SUSTAINABILITY,
        status="Completed",
        progress="Achieved",
        facets=Facets(
            countries=("Jordan", "Peru"), regions=("Arab States",), symbols=("RAS/16/13/EUR",), funding=("EU",)
        ),
    )
    found = values_of(record)
    assert (found["country"], found["theme"], found["year"]) == (("Jordan", "Peru"), ("Exit",), ("2021",))
    assert (found["region"], found["symbol"], found["funding"]) == (("Arab States",), ("RAS/16/13/EUR",), ("EU",))
    assert (found["criterion"], found["status"], found["progress"]) == (
        ("sustainability",),
        ("Completed",),
        ("Achieved",),
    )


@pytest.mark.parametrize(
    ("kind", "polarity", "of_part", "found"),
    [
        (Kind.LESSON, None, {"kind": None}, ()),
        (Kind.LESSON, Polarity.SUCCESS, {"kind": None}, ("success",)),
        (Kind.LESSON, Polarity.SUCCESS, {"polarity": Polarity.CHALLENGE}, ("challenge",)),
        (Kind.SUCCESS_FACTOR, None, {"kind": None}, ("success",)),
        (Kind.GOOD_PRACTICE, None, {"kind": None}, ()),
    ],
)
def test_polarity_is_what_the_source_says_of_the_text_before_the_record_before_the_kind(
    kind: Kind, polarity: Polarity | None, of_part: dict[str, Any], found: tuple[str, ...]
) -> None:
    record = Record(id="ilo:x:1", local_id="x:1", document_id=DOCUMENT.id, kind=kind, polarity=polarity)
    assert values_of(record, **of_part).get("polarity", ()) == found


def test_what_a_text_itself_says_goes_before_its_record() -> None:
    record = Record(id="ilo:x:1", local_id="x:1", document_id=DOCUMENT.id, kind=Kind.LESSON, criterion=Criterion.IMPACT)
    assert values_of(record)["criterion"] == ("impact",)
    assert values_of(record, criterion=Criterion.RELEVANCE)["criterion"] == ("relevance",)
