"""An order of passages → hits: one per record, one per text, few per evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.layout import Layout
from retrieval.answer import Answer
from retrieval.grouping import Group, best_per_hit, group

Search = Callable[..., Answer]

# (hit, document, saying) of each passage
PASSAGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=30)


def lay_out(passages: list[tuple[int, int, int]]) -> Layout:
    groups, documents, sayings = np.array(passages, dtype=np.int32).T
    return Layout(groups, documents, np.arange(len(passages), dtype=np.uint64), sayings)


def grouped(passages: list[tuple[int, int, int]], cap: int) -> list[Group]:
    layout, rows = lay_out(passages), np.arange(len(passages))
    return group(best_per_hit(rows, rows, layout), rows, layout, cap)


def test_the_best_passage_leads_its_hit() -> None:
    layout = lay_out([(5, 0, 1), (6, 0, 2), (5, 0, 3), (7, 0, 4), (6, 0, 5)])
    order = np.array([4, 2, 0, 3, 1])
    assert best_per_hit(order, np.arange(5), layout).tolist() == [4, 2, 3]


def test_rows_of_the_candidates_are_looked_up_not_their_positions() -> None:
    layout = lay_out([(9, 9, 9), (1, 0, 1), (9, 9, 9), (1, 0, 2), (2, 0, 3)])
    rows = np.array([1, 3, 4])
    leads = best_per_hit(np.array([1, 0, 2]), rows, layout)
    assert leads.tolist() == [1, 2]
    assert group(leads, rows, layout, 0) == [Group(1, (), 0), Group(2, (), 0)]


def test_what_other_records_say_the_same_is_one_hit() -> None:
    assert grouped([(1, 1, 7), (2, 2, 8), (3, 3, 7), (4, 4, 7)], 0) == [Group(0, (2, 3), 0), Group(1, (), 0)]


def test_the_cap_keeps_the_best_of_an_evaluation_and_tells_at_the_last_what_it_kept_back() -> None:
    passages = [(1, 1, 1), (2, 1, 2), (3, 2, 3), (4, 1, 4), (5, 1, 5)]
    assert grouped(passages, 2) == [Group(0, (), 0), Group(1, (), 2), Group(2, (), 0)]
    assert grouped(passages, 0) == [Group(at, (), 0) for at in range(5)]


@given(PASSAGES, st.integers(0, 3))
def test_every_hit_is_shown_cited_or_counted_once(passages: list[tuple[int, int, int]], cap: int) -> None:
    layout = lay_out(passages)
    found = grouped(passages, cap)
    leads = best_per_hit(np.arange(len(passages)), np.arange(len(passages)), layout).tolist()
    cited = [at for one in found for at in (one.lead, *one.same)]
    assert len(set(cited)) == len(cited)
    assert set(cited) <= set(leads)
    assert [one.lead for one in found] == sorted(one.lead for one in found)
    distinct = {passages[at][2] for at in leads}
    assert len(found) + sum(one.folded for one in found) == len(distinct)
    for one in found:
        assert {passages[at][2] for at in one.same} <= {passages[one.lead][2]}
    if cap:
        assert max(Counter(passages[one.lead][1] for one in found).values()) <= cap


@pytest.mark.parametrize("query", ["exit strategies", "cooperatives creating rural jobs", "training of trainers"])
def test_a_record_is_never_two_hits(query: str, search: Search) -> None:
    answer = search(query, limit=100, per_evaluation=0)
    named = [id_ for hit in answer.hits for id_ in (hit.record_id, *(one.record_id for one in hit.also))]
    assert len(named) == len(set(named)) == answer.total


def test_the_same_text_in_two_evaluations_is_one_hit_with_two_citations(odd: Search) -> None:
    (hit,) = [hit for hit in odd("seed banks need a caretaker who is paid").hits if "caretaker" in hit.text.lower()]
    (other,) = hit.also
    assert {hit.local_id, other.record_id} == {"lesson:said-once", "odd:lesson:said-again"} or {
        hit.record_id,
        other.record_id,
    } == {"odd:lesson:said-once", "odd:lesson:said-again"}
    assert "lesson" in other.citation
    assert other.citation != hit.citation
    assert other.permalink == f"/p/{other.record_id}"
    assert other.year == 2019
    assert other.exact
    assert other.text is None
    assert (hit.corroboration.evaluations, hit.corroboration.records) == (2, 2)


def test_nearly_the_same_text_is_one_hit_that_shows_both(odd: Search) -> None:
    (hit,) = [hit for hit in odd("wells kept in repair by a paid keeper").hits if "wells" in hit.text]
    named = {hit.record_id, *(one.record_id for one in hit.also)}
    assert named == {"odd:lesson:wells-1", "odd:lesson:wells-2", "odd:lesson:wells-3"}
    assert [one.exact for one in hit.also] == [False, False]
    assert len({hit.text, *(one.text for one in hit.also)}) == 3
    told = hit.corroboration
    assert (told.evaluations, told.countries, told.records) == (2, ["Fiji", "Kiribati", "Samoa"], 3)


def test_texts_that_differ_in_a_number_or_a_not_are_hits_side_by_side(odd: Search) -> None:
    hits = [hit for hit in odd("what does a ferry ticket price decide", per_evaluation=0).hits if "ferry" in hit.text]
    assert len(hits) == 3
    assert all(not hit.also for hit in hits)
    assert all((hit.corroboration.evaluations, hit.corroboration.records) == (1, 1) for hit in hits)


@pytest.mark.parametrize("cap", [1, 2, 3, 4, 5, 6])
def test_hits_of_an_evaluation_are_capped_and_the_rest_counted(cap: int, odd: Search) -> None:
    boats = [hit for hit in odd("boat repair shop loan", per_evaluation=cap).hits if "loan" in hit.text]
    assert len(boats) == min(cap, 5)
    everything = odd("boat repair shop loan", per_evaluation=0)
    of_document = [hit for hit in everything.hits if hit.document.id == boats[0].document.id]
    assert sum(hit.folded for hit in boats) == max(0, len(of_document) - cap)
    assert all(hit.folded == 0 for hit in boats[:-1])
    assert all(hit.folded == 0 for hit in everything.hits)


def test_a_recommendation_its_response_and_actions_are_one_hit(odd: Search) -> None:
    for query in ("insure boats before the monsoon", "fund pays half of each premium", "contract with the insurer"):
        hits = [
            hit for hit in odd(query, limit=100).hits if hit.document.id == "odd:evaluation:1" and "boat-" not in hit.id
        ]
        assert len(hits) == 1, query
        chain = {hits[0].record_id, *(one.id for one in hits[0].linked)}
        assert {"odd:recommendation:1", "odd:management_response:1"} <= chain
