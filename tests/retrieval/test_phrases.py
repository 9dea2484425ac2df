"""Quoted phrases and project symbols match exactly or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer import Answer
from retrieval.highlight import holds_phrase
from retrieval.search import Searcher

Search = Callable[..., Answer]


def plain(text: str) -> str:
    """Lower-cased words with one space between them: another way to say what "word for word" means."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


@pytest.fixture(scope="module")
def texts(searcher: Searcher) -> dict[str, str]:
    """Every passage of the sample by its identifier."""
    rows = range(searcher.opened.manifest.passages)
    return {passage.id: passage.text for passage in searcher.opened.store.passages(rows)}


def shown(answer: Answer) -> set[str]:
    """The records that an answer shows: its hits, what they cite for the same text, and what they are linked to."""
    hits = {hit.record_id for hit in answer.hits}
    return (
        hits
        | {one.record_id for hit in answer.hits for one in hit.also}
        | {one.id for hit in answer.hits for one in hit.linked}
    )


@pytest.mark.parametrize(
    "phrase", ["exit strategy", "the exit", "not a strategy", "of the", "steering committee", "cash-for-work"]
)
def test_a_phrase_finds_every_record_that_holds_it_and_leads_with_passages_that_do(
    phrase: str, search: Search, texts: dict[str, str]
) -> None:
    answer = search(f'"{phrase}"', limit=100, per_evaluation=0)
    holding = {id_ for id_, text in texts.items() if f" {plain(phrase)} " in f" {plain(text)} "}
    assert {hit.id for hit in answer.hits} <= holding
    assert {id_.rpartition(":")[0] for id_ in holding} <= shown(answer)
    assert answer.hits


def test_a_run_of_words_of_a_passage_finds_its_record(search: Search, texts: dict[str, str]) -> None:
    runs = {id_: " ".join(re.findall(r"[^\W_]+", text)[2:6]) for id_, text in texts.items()}
    for id_, run in [(id_, run) for id_, run in runs.items() if " " in run][::13]:
        answer = search(f'"{run}"', limit=100, per_evaluation=0)
        assert all(f" {plain(run)} " in f" {plain(hit.text)} " for hit in answer.hits)
        assert id_.rpartition(":")[0] in shown(answer), run


def test_all_phrases_of_a_query_must_stand_in_a_hit(search: Search) -> None:
    both = search('"exit strategy" "national partners"', limit=100)
    assert both.hits
    for hit in both.hits:
        assert holds_phrase(hit.text, "exit strategy")
        assert holds_phrase(hit.text, "national partners")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"lantern-by-committee"', {"lantern-1", "lantern-2"}),
        ('Perils of "Lantern-by-Committee"', {"lantern-1", "lantern-2"}),
        ('"lantern-by-committee" "first night"', {"lantern-1"}),  # one in the title, one in the text
        ('"perils of the lantern"', {"lantern-3"}),
        ('"the lantern by committee"', set()),  # begins in a title, ends in the text
        ('"evaluation lantern"', set()),  # the evaluation's title is that of all its records
    ],
)
def test_a_phrase_may_stand_in_a_records_own_title(query: str, expected: set[str], odd: Search) -> None:
    assert {hit.local_id.removeprefix("lesson:") for hit in odd(query).hits} == expected


def test_words_in_another_order_are_no_phrase_and_the_answer_says_why(search: Search) -> None:
    answer = search('"strategy exit"')
    assert answer.hits == []
    assert answer.abstained
    assert answer.message is not None
    assert "without the quotation marks" in answer.message


def test_a_phrase_is_narrowed_by_filters(search: Search) -> None:
    every = search('"exit strategy"', limit=100)
    lessons = search('"exit strategy"', limit=100, filters={"kind": ["lesson"]})
    assert {hit.kind for hit in lessons.hits} == {"lesson"}
    assert 0 < lessons.total < every.total


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("RAS/16/13/EUR", {"donor-eur"}),
        ("ras/16/13/nor", {"donor-nor"}),
        ("RAS/16/13", {"donor-eur", "donor-nor"}),
        ("RAS/16/131/EUR", {"donor-other"}),
        ("RAS/16/13/EUR RAS/16/131/EUR", {"donor-eur", "donor-other"}),
        ('"RAS/16/13/EUR"', {"donor-eur"}),
        ('audit "RAS/16/13/NOR"', {"donor-nor"}),
        ("RAS/16/13/SWE", set()),
        ("RAS/16/1", set()),
    ],
)
def test_a_project_symbol_finds_what_is_filed_under_it_and_nothing_else(
    query: str, expected: set[str], odd: Search
) -> None:
    assert {hit.local_id.removeprefix("lesson:") for hit in odd(query).hits} == expected


def test_every_symbol_of_the_sample_finds_only_its_own_records(searcher: Searcher, search: Search) -> None:
    symbols = [value for value in searcher.opened.facets["symbol"].values if "/" in value]
    assert len(symbols) > 10
    for symbol in symbols:
        hits = search(symbol, limit=100, per_evaluation=0).hits
        assert hits, symbol
        for hit in hits:
            assert symbol in hit.facets.symbols


@given(st.text(alphabet="ab ,.éÉ", max_size=12), st.text(alphabet="ab ,.éÉ", min_size=1, max_size=4))
def test_holding_a_phrase_is_holding_its_words_in_a_row(text: str, phrase: str) -> None:
    expected = bool(plain(phrase)) and f" {plain(phrase)} " in f" {plain(text)} "
    assert holds_phrase(text, phrase) is expected
