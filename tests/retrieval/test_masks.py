"""A filter is the same as a collection without the rest: hits, total and facets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.indexer import index_extraction
from index.model import Document, Extraction, Record
from index.settings import IndexSettings
from retrieval.answer import Answer
from retrieval.request import SearchRequest
from retrieval.search import Searcher

Open = Callable[..., Searcher]

EVERYTHING = {"related": 0, "answerable": 0, "per_evaluation": 0}  # all that the mask lets through is a hit
QUERY = "training of local partners"


def countries(record: Record, document: Document) -> tuple[str, ...]:
    return record.facets.countries or document.facets.countries


def years(record: Record, document: Document) -> tuple[str, ...]:
    return (str(record.year or document.year),)


def members(answer: Answer) -> set[str]:
    """Every record that an answer shows, whichever of a hit's records leads it."""
    return {
        id_
        for hit in answer.hits
        for id_ in (hit.record_id, *(one.id for one in hit.linked), *(one.record_id for one in hit.also))
    }


@pytest.fixture(scope="module")
def whole(open_data: Open, sample_data: Path) -> Searcher:
    return open_data(sample_data, **EVERYTHING)


def copy_of(whole: Searcher, keep: Callable[[Record, Document], bool], data: Path) -> None:
    """Index only the records that are kept into a data folder of their own."""
    store = whole.opened.store
    records = {p.record.id: p.record for p in store.passages(range(whole.opened.manifest.passages))}
    documents = {record.document_id: store.document(record.document_id) for record in records.values()}
    present = {id_: document for id_, document in documents.items() if document is not None}
    kept = tuple(record for record in records.values() if keep(record, present[record.document_id]))
    assert 0 < len(kept) < len(records)
    index_extraction("copy", Extraction(documents=tuple(present.values()), records=kept), data, IndexSettings())


@pytest.mark.parametrize(
    ("filters", "keep"),
    [
        ({"country": ["Malawi", "Kenya"]}, lambda r, d: bool({"Malawi", "Kenya"} & set(countries(r, d)))),
        ({"year": ["2020-2021"]}, lambda r, d: bool({"2020", "2021"} & set(years(r, d)))),
    ],
    ids=["country", "year"],
)
def test_a_filtered_search_is_a_search_of_a_filtered_copy(
    filters: dict[str, list[str]],
    keep: Callable[[Record, Document], bool],
    whole: Searcher,
    open_data: Open,
    tmp_path: Path,
) -> None:
    copy_of(whole, keep, tmp_path)
    copy = open_data(tmp_path, **EVERYTHING).search(SearchRequest(query=QUERY, limit=100))
    masked = whole.search(SearchRequest(query=QUERY, limit=100, filters=filters))
    assert masked.total == copy.total <= 100
    assert len(masked.hits) == len(copy.hits)
    assert {hit.id for hit in masked.hits} == {hit.id for hit in copy.hits}
    assert masked.facets == copy.facets


def test_filters_apply_before_the_best_are_taken(open_data: Open, sample_data: Path, whole: Searcher) -> None:
    shallow = open_data(sample_data, **EVERYTHING, depth=10)
    filters = {"country": ["Mozambique"], "kind": ["recommendation"]}
    best = {hit.record_id for hit in shallow.search(SearchRequest(query=QUERY, limit=10)).hits}
    narrowed = shallow.search(SearchRequest(query=QUERY, limit=100, filters=filters))
    every = whole.search(SearchRequest(query=QUERY, limit=100, filters=filters))
    assert not {hit.record_id for hit in every.hits} <= best  # filtering afterwards would lose them
    assert [hit.id for hit in narrowed.hits] == [hit.id for hit in every.hits]


def test_what_was_not_looked_at_is_admitted(open_data: Open, sample_data: Path) -> None:
    shallow = open_data(sample_data, **EVERYTHING, depth=10).search(SearchRequest(query=QUERY))
    assert not shallow.total_is_exact
    assert open_data(sample_data, **EVERYTHING).search(SearchRequest(query=QUERY)).total_is_exact


@pytest.mark.parametrize("field", ["country", "kind", "year", "language", "theme", "status"])
def test_the_count_beside_a_value_is_what_filtering_by_it_finds(field: str, whole: Searcher) -> None:
    counted = whole.search(SearchRequest(query=QUERY, limit=1)).model_dump()["facets"][field]
    assert counted
    for one in counted:
        narrowed = whole.search(SearchRequest(query=QUERY, limit=1, filters={field: [one["value"]]}))
        assert narrowed.total == one["count"], one["value"]


def test_every_hit_of_a_filtered_search_has_what_was_asked_for(searcher: Searcher) -> None:
    for country in ("Kenya", "Malawi", "Ecuador"):
        answer = searcher.search(SearchRequest(query="training", filters={"country": [country]}, limit=100))
        assert answer.hits
        assert all(country in hit.facets.countries for hit in answer.hits)
