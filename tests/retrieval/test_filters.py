"""Field filters against a reading of every record, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from index.facets import FACETS
from index.store import StoredPassage
from retrieval.errors import QueryError
from retrieval.filters import mask_of, parse_filters, unknown_values
from retrieval.search import Searcher

Filters = dict[str, list[str]]


def passages(searcher: Searcher) -> Iterator[tuple[StoredPassage, dict[str, tuple[str, ...]]]]:
    """Every passage with its values of every facet, read from the records and not from the facet arrays."""
    store = searcher.opened.store
    for row in range(searcher.opened.manifest.passages):
        (passage,) = store.passages([row])
        document = store.document(passage.record.document_id)
        assert document is not None
        part = passage.record.parts[passage.part]
        yield passage, {name: of(passage.record, document, part) for name, of in FACETS.items()}


@pytest.fixture(scope="module")
def values(searcher: Searcher) -> list[dict[str, tuple[str, ...]]]:
    return [values for _, values in passages(searcher)]


@pytest.fixture(scope="module")
def kept(searcher: Searcher) -> Callable[[Filters], list[int]]:
    def rows(filters: Filters) -> list[int]:
        mask = mask_of(filters, searcher.opened.facets)
        assert mask is not None
        return np.flatnonzero(mask).tolist()

    return rows


@pytest.mark.parametrize("field", FACETS)
def test_every_value_of_every_field_keeps_exactly_the_passages_that_have_it(
    field: str, values: list[dict[str, tuple[str, ...]]], kept: Callable[[Filters], list[int]]
) -> None:
    known = {value for row in values for value in row[field]}
    for value in known:
        assert kept({field: [value]}) == [at for at, row in enumerate(values) if value in row[field]]


def test_the_sample_has_values_for_all_fields_but_those_it_has_no_source_for(
    values: list[dict[str, tuple[str, ...]]],
) -> None:
    assert {name for name in FACETS if not any(row[name] for row in values)} <= {"criterion"}


def test_values_of_a_field_are_alternatives_and_fields_narrow_each_other(
    values: list[dict[str, tuple[str, ...]]], kept: Callable[[Filters], list[int]]
) -> None:
    found = kept({"country": ["Malawi", "Kenya"], "kind": ["lesson"]})
    assert found == [
        at for at, row in enumerate(values) if {"Malawi", "Kenya"} & set(row["country"]) and row["kind"] == ("lesson",)
    ]
    assert found


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2019-2021", 2019, 2021),
        ("2021-", 2021, 9999),
        ("-2019", 0, 2019),
        ("2019 – 2021", 2019, 2021),
        ("2020", 2020, 2020),
    ],
)
def test_years_are_ranges_with_both_ends(
    written: str, first: int, last: int, values: list[dict[str, tuple[str, ...]]], kept: Callable[[Filters], list[int]]
) -> None:
    found = kept({"year": [written]})
    assert found == [at for at, row in enumerate(values) if row["year"] and first <= int(row["year"][0]) <= last]
    assert found


def test_case_and_white_space_around_a_value_do_not_matter(kept: Callable[[Filters], list[int]]) -> None:
    assert kept({"country": ["  mALAWI "], "year": [" 2021 "]}) == kept({"country": ["Malawi"], "year": ["2021"]})


def test_no_filter_is_no_mask(searcher: Searcher) -> None:
    assert mask_of({}, searcher.opened.facets) is None


def test_a_value_that_nothing_has_keeps_nothing_and_names_the_closest_ones(
    searcher: Searcher, kept: Callable[[Filters], list[int]]
) -> None:
    assert kept({"country": ["Malavi"]}) == []
    hints = unknown_values({"country": ["Malavi", "Kenya"], "year": ["1999"]}, searcher.opened.facets)
    assert list(hints) == ["country=Malavi"]
    assert "Malawi" in hints["country=Malavi"]


@pytest.mark.parametrize(
    ("filters", "message", "hint"),
    [
        ({"cuntry": ["Kenya"]}, "no field 'cuntry'", "Did you mean 'country'"),
        ({"Country": ["Kenya"]}, "no field 'Country'", "Did you mean 'country'"),
        ({"kind": ["leson"]}, "'leson' is not a kind", "Did you mean 'lesson'"),
        ({"criterion": ["profit"]}, "'profit' is not a criterion", "efficiency"),
        ({"year": ["last"]}, "'last' is not a year", "year=2015-2019"),
        ({"year": ["201"]}, "'201' is not a year", "year=2015-2019"),
        ({"year": ["-"]}, "'-' is not a year", "year=2015-2019"),
        ({"year": ["2021-2019"]}, "'2021-2019' is not a year", "year=2015-2019"),
        ({"country": []}, "'country' has no value", "Leave it out"),
        ({"country": ["Kenya", " "]}, "'country' has no value", "Leave it out"),
        ({"country": ["\udcff"]}, "not Unicode text", "UTF-8"),
        ({"\udcff": ["x"]}, "not Unicode text", "UTF-8"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused_with_advice(
    filters: Filters, message: str, hint: str, searcher: Searcher
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        mask_of(filters, searcher.opened.facets)
    assert hint in caught.value.hint


def test_filters_are_written_as_field_equals_value() -> None:
    written = ["kind=lesson", " country = Jordan ", "country=Kenya", "theme=a=b"]
    assert parse_filters(written) == {"kind": ["lesson"], "country": ["Jordan", "Kenya"], "theme": ["a=b"]}


@pytest.mark.parametrize("written", ["country", "country=", "=", "", "country= "])
def test_anything_else_is_no_filter(written: str) -> None:
    with pytest.raises(QueryError, match="is not a filter"):
        parse_filters([written])
