"""Corrections of words that no passage holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.spelling import Speller

FORMS = {
    "en": {"sustainability": 50, "sustainable": 90, "strategies": 40, "strategy": 80, "exit": 60, "of": 900}
    | {"form": 30, "farm": 30, "plan": 5, "covid19": 9},
    "fr": {"durabilité": 8, "stratégie": 20, "plans": 4, "forme": 40},
}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(FORMS)


@pytest.mark.parametrize(
    ("word", "language", "meant"),
    [
        ("sustainablity", "en", "sustainability"),  # one edit: "sustainable" is commoner but two away
        ("stratgies", "en", "strategies"),
        ("exti", "en", "exit"),  # neighbours swapped
        ("durabilite", "fr", "durabilité"),
        ("strategie", "fr", "stratégie"),  # only the accent
        ("fprm", "en", "farm"),  # as near as "form" and as frequent: the first in the alphabet
        ("xarm", "en", "farm"),
        ("frm", "en", None),  # too short
        ("exot", "en", "exit"),
        ("exxitt", "en", "exit"),  # six letters may have two edits
        ("eixtt", "en", None),  # five may not
        ("asteroid", "en", None),
    ],
)
def test_the_likeliest_near_form(word: str, language: str, meant: str | None, speller: Speller) -> None:
    assert speller.correct(word, language) == meant


def test_forms_of_the_query_s_language_come_first(speller: Speller) -> None:
    assert speller.correct("formm", "en") == "form"
    assert speller.correct("formm", "fr") == "forme"


def test_equal_forms_go_by_the_alphabet(speller: Speller) -> None:
    assert speller.correct("fxrm", "en") == "farm"


@pytest.mark.parametrize(
    ("text", "unknown", "corrected"),
    [
        ("sustainablity of exit stratgies", ["sustainablity", "stratgies"], "sustainability of exit strategies"),
        ("Stratgies, then STRATGIES?", ["stratgies"], "Strategies, then STRATGIES?"),  # capitals are a code
        ('"Exit stratgies"  now', ["stratgies"], '"Exit strategies"  now'),
        ("Stratgies for exit", ["stratgies"], "Strategies for exit"),
        ("EXIT STRATGIES", ["stratgies"], "EXIT STRATEGIES"),
        ("exit STRATGIES", ["stratgies"], None),
        ("exit StratGies", ["stratgies"], None),
        ("exit strat9ies RAS/16/13 2019", ["strat9ies", "ras/16/13", "2019"], None),
        ("exit xyzzy", ["xyzzy"], None),
        ("stratgies xyzzy", ["stratgies", "xyzzy"], "strategies xyzzy"),
        ("exti", [], None),
    ],
)
def test_texts(text: str, unknown: list[str], corrected: str | None, speller: Speller) -> None:
    assert speller.correct_text(text, unknown, "en") == corrected


def test_a_text_with_many_unknown_words_is_left_alone(speller: Speller) -> None:
    unknown = ["exti", "stratgies", "sustainablity", "farmm", "plann"]
    assert speller.correct_text(" ".join(unknown[:4]), unknown[:4], "en") == "exit strategies sustainability farm"
    assert speller.correct_text(" ".join(unknown), unknown, "en") is None


@given(st.text(alphabet="aexitplnrfmoé", max_size=12), st.sampled_from(["en", "fr", "ar"]))
def test_a_correction_is_a_form_of_the_collection(word: str, language: str) -> None:
    speller = Speller(FORMS)
    corrected = speller.correct(word, language)
    assert corrected is None or speller.knows(corrected)


def test_a_search_offers_what_was_meant(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="sustainablity of exit stratgies"))
    assert answer.did_you_mean == "sustainability of exit strategies"
    assert answer.query.text == "sustainablity of exit stratgies"
    assert answer.query.unknown_words == ["sustainablity", "stratgies"]
    assert searcher.search(SearchRequest(query=answer.did_you_mean)).hits


def test_a_search_that_abstains_says_so_in_its_message(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="stratgies"))
    assert answer.did_you_mean == "strategies"
    assert answer.message is None or "Did you mean “strategies”?" in answer.message


@pytest.mark.parametrize("query", ["exit strategies", "RAS/99/99/ZZZ", "asteroid orbit radar", "XKCD", "20199"])
def test_no_offer(query: str, searcher: Searcher) -> None:
    assert searcher.search(SearchRequest(query=query)).did_you_mean is None


def test_an_offer_finds_something_under_the_same_filters(searcher: Searcher) -> None:
    nowhere = SearchRequest(query="exit stratgies", filters={"country": ["Atlantis"]})
    assert searcher.search(nowhere).did_you_mean is None
