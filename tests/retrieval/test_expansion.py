"""Acronyms and what they stand for, both ways."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.settings import IndexSettings
from index.words.acronyms import Acronym, Meaning
from retrieval.answer import Answer, ExpansionEcho
from retrieval.candidates import coverage
from retrieval.expansion import Expander
from retrieval.query import Query, parse
from retrieval.request import SearchRequest
from retrieval.search import Searcher

PLAN, OTHER = ("perform", "monitor", "plan"), ("project", "manag", "plan")
ACRONYMS = {
    "dw": Acronym("DW", ("dw",), False, (Meaning("Decent Work", ("decent", "work"), 1),)),
    "dwcp": Acronym(
        "DWCP",
        ("dwcp", "dwcps"),
        False,
        (Meaning("Decent Work Country Programme", ("decent", "work", "countri", "programm"), 4),),
    ),
    "gap": Acronym("GAP", ("gap",), True, (Meaning("Global Action Plan", ("global", "action", "plan"), 2),)),
    "pmp": Acronym(
        "PMP",
        ("pmp",),
        False,
        (Meaning("Performance Monitoring Plan", PLAN, 3), Meaning("Project Management Plan", OTHER, 1)),
    ),
}


def expanded(text: str, weight: float = 0.4) -> Query:
    return Expander(ACRONYMS, weight).expand(parse(text))


def meant(text: str) -> list[tuple[str, str]]:
    return [(one.said, one.meant) for one in expanded(text).expansions]


def test_an_acronym_adds_the_terms_of_its_long_form() -> None:
    query = expanded("DWCP reviews at work")
    assert query.weights == {"dwcp": 1, "review": 1, "work": 1} | dict.fromkeys(
        ("decent", "countri", "programm", "dwcps"), 0.4
    )
    assert query.own_terms == {"dwcp": 1, "review": 1, "work": 1}
    (one,) = query.expansions
    assert (one.words, one.runs, one.equal) == (
        ("dwcp",),
        (("decent", "work", "countri", "programm"), ("dwcps",)),
        True,
    )


def test_a_long_form_adds_its_acronym() -> None:
    query = expanded("the decent work country programmes of Nepal")
    assert query.weights["dwcp"] == 0.4
    assert "dw" not in query.weights  # "decent work" is part of the longer one
    assert [(one.said, one.meant) for one in query.expansions] == [("decent work country programmes", "DWCP")]
    assert query.expansions[0].words == ("decent", "work", "country", "programmes")


def test_several_meanings_share_the_weight() -> None:
    assert expanded("PMP").weights == pytest.approx(
        {"pmp": 1, "perform": 0.3, "monitor": 0.3, "plan": 0.4, "project": 0.1, "manag": 0.1}
    )
    (one,) = expanded("project management plan").expansions
    assert one.weight == pytest.approx(0.1)
    assert not one.equal  # most who write PMP mean another plan
    assert expanded("performance monitoring plan").expansions[0].equal


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dwcp", [("dwcp", "Decent Work Country Programme")]),
        ("two DWCPs", [("DWCPs", "Decent Work Country Programme")]),
        ("GAP in Nepal", [("GAP", "Global Action Plan")]),
        ("gap in Nepal", []),  # an ordinary word
        ("Gap in Nepal", []),
        ("GAP ANALYSIS", []),  # capitals say nothing here
        ("global action plan", []),  # its term would meet the ordinary word
        ("Decent Work Country Programme (DWCP)", []),  # all is said
        ("PMP or performance monitoring plan", []),  # and so is which one is meant
        ("work decent", []),
        ("decent jobs and work", []),
        ("programmes of the country", []),
    ],
)
def test_what_is_expanded(text: str, found: list[tuple[str, str]]) -> None:
    assert meant(text) == found


def test_no_weight_no_expansion() -> None:
    assert expanded("DWCP", weight=0).expansions == ()


@given(st.lists(st.sampled_from(["DWCP", "decent", "work", "country", "programme", "pmp", "gap", "of"]), min_size=1))
def test_what_was_typed_keeps_its_weight(typed: list[str]) -> None:
    query = expanded(" ".join([*typed, "boats"]))
    assert query.own_terms.items() <= query.weights.items()
    assert all(0 < weight <= 0.4 for term, weight in query.weights.items() if term not in query.own_terms)


TEXTS = {
    "defines": "Each Decent Work Country Programme (DWCP) of the region was reviewed by its own steering committee.",
    "spells": "Ministers asked that the decent work country programme be costed before it was signed.",
    "shortens": "The DWCP was never costed, and the ministry signed it all the same.",
    "neither": "The country team did decent work on the programme of vaccinations.",
    "other": "Boat owners repaired the harbour wall after the storm.",
}


@pytest.fixture(scope="module")
def searcher(open_data: object, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    data = tmp_path_factory.mktemp("acronyms")
    document = Document(id="odd:evaluation:1", publisher="odd", title="Evaluation", language="en")
    records = tuple(
        Record(
            id=f"odd:lesson:{name}",
            local_id=f"lesson:{name}",
            document_id=document.id,
            kind=Kind.LESSON,
            parts=(Part(name="text", text=text, language="en"),),
        )
        for name, text in TEXTS.items()
    )
    index_extraction("odd", Extraction(documents=(document,), records=records), data, IndexSettings())
    return open_data(data, per_evaluation=0)  # type: ignore[operator, no-any-return]


def marked(answer: Answer) -> dict[str, list[str]]:
    return {
        hit.local_id.removeprefix("lesson:"): [hit.text[span.start : span.end] for span in hit.highlights]
        for hit in answer.hits
    }


def test_both_ways_find_highlight_and_echo(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="DWCP"))
    assert answer.query.expansions == [ExpansionEcho(said="DWCP", meant="Decent Work Country Programme")]
    found = marked(answer)
    assert found["shortens"] == ["DWCP"]
    assert found["spells"] == ["decent work country programme"]
    assert found["defines"] == ["Decent Work Country Programme", "DWCP"]
    assert found.get("neither", []) == []  # the words, but not in a row
    spelt = marked(searcher.search(SearchRequest(query="decent work country programme")))
    assert spelt["shortens"] == ["DWCP"]


def test_a_word_counts_as_found_where_what_it_stands_for_is(searcher: Searcher) -> None:
    hits = {hit.local_id: hit for hit in searcher.search(SearchRequest(query="DWCP")).hits}
    assert hits["lesson:spells"].matched_terms == ["dwcp"]
    answer = searcher.search(SearchRequest(query="decent work country programme"))
    hits = {hit.local_id: hit for hit in answer.hits}
    assert hits["lesson:shortens"].matched_terms == ["decent", "work", "country", "programme"]


def test_coverage_takes_one_for_the_other(searcher: Searcher) -> None:
    opened = searcher.opened
    names = [passage.record.local_id.removeprefix("lesson:") for passage in opened.store.passages(range(5))]
    expander = Expander(opened.words.acronyms, 0.5)
    for text in ("DWCP", "decent work country programme"):
        query = expander.expand(parse(text))
        held = coverage(opened.lexical, query, np.arange(5), 5)
        covered = dict(zip(names, held.tolist(), strict=True))
        assert covered["spells"] == covered["shortens"] == covered["defines"] == 1.0
        assert covered["other"] == 0.0


def test_the_ilo_export_spells_dwcp_out(open_data: object, ilo_data: Path) -> None:
    searcher = open_data(ilo_data)  # type: ignore[operator]
    answer = searcher.search(SearchRequest(query="DWCP reviews"))
    assert answer.query.expansions == [ExpansionEcho(said="DWCP", meant="Decent Work Country Programme")]
