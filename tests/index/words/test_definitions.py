"""Where a text says what an acronym stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words.definitions import LONGEST, SHORTEST, Definition, definitions, is_short_form


def found(text: str, language: str | None = "en") -> list[tuple[str, str]]:
    return [tuple(one) for one in definitions(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "short", "long"),
    [
        ("under the Decent Work Country Programme (DWCP) of Nepal", "en", "DWCP", "Decent Work Country Programme"),
        ("the DWCP (Decent Work Country Programme) of Nepal", "en", "DWCP", "Decent Work Country Programme"),
        ("two Decent Work Country Programmes (DWCPs)", "en", "DWCP", "Decent Work Country Programmes"),
        ("l'Organisation internationale du Travail (OIT)", "fr", "OIT", "Organisation internationale du Travail"),
        ("le Programme d'Éducation Ouvrière (PEO)", "fr", "PEO", "Programme d'Éducation Ouvrière"),
        ("la Organización Internacional del Trabajo (OIT)", "es", "OIT", "Organización Internacional del Trabajo"),
        ("good monitoring and evaluation (M&E) plans", "en", "M&E", "monitoring and evaluation"),
        ("Monitoring & Evaluation [M&E]", "en", "M&E", "Monitoring & Evaluation"),
        ("the Ministry of Labour (MoL, 2014)", "en", "MoL", "Ministry of Labour"),
        ("the Committee on Improvement’s (CI) report", "en", "CI", "Committee on Improvement"),
        ("Lessons. Value for Money (“VfM”) was low", "en", "VfM", "Value for Money"),
    ],
)
def test_definitions(text: str, language: str, short: str, long: str) -> None:
    assert found(text, language) == [(short, long)]


def test_most_initials_win_over_the_shortest_long_form() -> None:
    # The paper's own rule meets the last P at the end of "partnerships" and stops at "private".
    assert found("of public private partnerships (PPP)") == [("PPP", "public private partnerships")]


@pytest.mark.parametrize(
    "text",
    [
        "work in three districts (Nepal)",  # a name, not an acronym
        "results were mixed (see below)",
        "type of funding received (TC)",  # one letter of two begins a word
        "Organización Internacional del Trabajo (ILO)",  # its letters are met, but inside other words
        "the worst forms of child labour (TECL)",
        "the ILO (ILO)",
        "(DWCP) stands alone",
        "Decent Work. Country Programme (DWCP)",  # a sentence ends in between
        "Decent Work Country Programme DWCP",
        "item (a) and item (ii), 50% (2019)",
        "the DWCP (a programme of the office)",
    ],
)
def test_no_definition(text: str) -> None:
    assert found(text) == []


def test_several_definitions_come_in_order() -> None:
    text = "Theory of Change (ToC) and Terms of Reference (ToR)"
    assert found(text) == [("ToC", "Theory of Change"), ("ToR", "Terms of Reference")]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *(("DWCP", True), ("M&E", True), ("ToC", True), ("IO1", True), ("ABCDEFGHIJ", True), ("ABCDEFGHIJK", False)),
        *(("Ab", False), ("A", False), ("ILO BIT", False), ("COVID-19", False), ("RAS/16/13", False)),
    ],
)
def test_what_looks_like_an_acronym(text: str, is_one: bool) -> None:
    assert is_short_form(text) is is_one


@given(st.text(alphabet="ABab(&) []é.,-’'s\n", max_size=80))
def test_whatever_is_found_stands_in_the_text_and_begins_with_the_first_letter(text: str) -> None:
    plain = " ".join(text.split())
    for one in definitions(text, "en"):
        assert SHORTEST <= len(one.short) <= LONGEST
        assert one.short in text
        assert one.long in plain
        assert one.long[0].lower().replace("é", "e") == one.short[0].lower().replace("é", "e")


def test_a_definition_is_a_pair() -> None:
    assert list(definitions("Theory of Change (ToC)", None)) == [Definition("ToC", "Theory of Change")]
