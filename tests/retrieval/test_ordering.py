"""Newest first: years, ties, pages that fit together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.facets import Facet
from retrieval.answer import Answer
from retrieval.ordering import newest_first, years_of
from retrieval.search import Searcher

Search = Callable[..., Answer]


def test_the_year_of_a_passage_is_its_latest_and_0_where_there_is_none() -> None:
    facet = Facet.build([("2019",), (), ("2015", "2021")])
    assert years_of(facet).tolist() == [2019, 0, 2021]
    assert years_of(Facet.build([(), ()])).tolist() == [0, 0]


def test_the_newest_lead_comes_first_and_a_lead_without_a_year_last() -> None:
    years = np.array([2019, 0, 2021, 2019])
    rows = np.array([0, 1, 2, 3])
    assert newest_first(np.array([3, 1, 0, 2]), rows, years).tolist() == [2, 3, 0, 1]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.data())
def test_leads_of_one_year_keep_their_order(years: list[int], data: st.DataObject) -> None:
    leads = np.array(data.draw(st.permutations(range(len(years)))), dtype=np.int64)
    ordered = newest_first(leads, np.arange(len(years)), np.array(years)).tolist()
    assert sorted(ordered) == sorted(leads.tolist())
    assert ordered == sorted(leads.tolist(), key=lambda one: -years[one])  # sorted() is stable


def test_an_answer_sorted_by_year_holds_the_same_records(search: Search) -> None:
    plain = search("exit strategies", limit=100, per_evaluation=0)
    newest = search("exit strategies", limit=100, per_evaluation=0, sort="newest")
    assert {hit.record_id for hit in newest.hits} == {hit.record_id for hit in plain.hits}
    years = [hit.year or 0 for hit in newest.hits]
    assert years == sorted(years, reverse=True)
    assert len(set(years)) > 1
    assert (newest.total, newest.facets) == (plain.total, plain.facets)
    scores = {hit.record_id: hit.scores.fused for hit in plain.hits}
    for year in set(years):
        of_year = [scores[hit.record_id] for hit in newest.hits if (hit.year or 0) == year]
        assert of_year == sorted(of_year, reverse=True)


def test_pages_of_the_newest_fit_together(search: Search) -> None:
    whole = search("exit strategies", limit=20, sort="newest").hits
    pages = [search("exit strategies", limit=4, offset=at, sort="newest").hits for at in range(0, 20, 4)]
    assert [hit.model_dump() for page in pages for hit in page] == [hit.model_dump() for hit in whole]


def test_alternatives_are_the_counts_without_the_fields_own_filter(search: Search) -> None:
    both = {"kind": ["lesson"], "language": ["en"]}
    answer = search("exit strategies", filters=both, alternatives=True)
    plain = search("exit strategies", filters=both)
    assert answer.facets["kind"] == search("exit strategies", filters={"language": ["en"]}).facets["kind"]
    assert answer.facets["language"] == search("exit strategies", filters={"kind": ["lesson"]}).facets["language"]
    assert answer.facets["year"] == plain.facets["year"]
    assert len(answer.facets["kind"]) > len(plain.facets["kind"]) == 1
    assert answer.hits == plain.hits


def test_alternatives_are_there_where_the_filtered_search_abstains(search: Search, searcher: Searcher) -> None:
    answer = search("exit strategies", filters={"country": ["Atlantis"]}, alternatives=True)
    assert answer.abstained
    assert answer.facets["country"] == search("exit strategies").facets["country"]
