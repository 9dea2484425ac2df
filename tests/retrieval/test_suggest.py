"""Suggestions while somebody types."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.words.acronyms import Acronym, Meaning
from index.words.names import Name
from index.words.wordbook import WordBook
from retrieval.errors import QueryError
from retrieval.search import Searcher
from retrieval.spelling import Speller
from retrieval.suggest import Suggester, Suggestion

BOOK = WordBook(
    acronyms={
        "dwcp": Acronym(
            "DWCP", ("dwcp",), False, (Meaning("Decent Work Country Programme", ("decent", "work"), 4),)
        ),
    },
    forms={
        "en": {"dwcp": 7, "exit": 20, "exits": 5, "strategy": 9, "everywhere": 90, "rare": 2, "égypte": 1, "with": 50},
        "fr": {"égypte": 3, "2019": 12},
    },
    phrases={"exit strategy": 8, "exit strategies": 3, "decent work": 30},
    names=[
        Name("country", "Egypt", None, 12),
        Name("theme", "Decent Work", None, 6),
        *(Name("title", f"Exit from poverty in region {letter}", "2019", 4) for letter in "ABCDEFGH"),
    ],
)  # fmt: skip


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(BOOK, Speller(BOOK.forms), records=100)


def texts(suggester: Suggester, typed: str, limit: int = 8) -> list[str]:
    return [one.text for one in suggester.suggest(typed, limit).suggestions]


def test_an_acronym_says_what_it_stands_for(suggester: Suggester) -> None:
    wanted = Suggestion(text="DWCP", kind="acronym", detail="Decent Work Country Programme", count=7)
    for typed in ("dwcp", "DW", "country prog", "Decent Work C"):
        assert suggester.suggest(typed, 8).suggestions == [wanted]


def test_accents_and_case_do_not_matter(suggester: Suggester) -> None:
    assert texts(suggester, "EGY") == texts(suggester, "égy") == ["Egypt", "égypte"]


def test_frequent_words_are_suggested_but_not_those_that_say_nothing(suggester: Suggester) -> None:
    assert texts(suggester, "ra") == []  # too rare
    assert texts(suggester, "ev") == []  # nearly everywhere
    assert texts(suggester, "wi") == []  # a stop word
    assert texts(suggester, "20") == []  # a number
    assert suggester.suggest("stra", 8).suggestions[0] == Suggestion(text="strategy", kind="word", count=9)


def test_no_more_than_half_are_of_one_kind_while_there_are_others(suggester: Suggester) -> None:
    kinds = [one.kind for one in suggester.suggest("exit", 6).suggestions]
    assert kinds == ["word", "word", "word", "title", "title", "title"]
    assert [one.kind for one in suggester.suggest("poverty", 6).suggestions] == ["title"] * 6


def test_the_same_text_comes_once_as_the_best_kind(suggester: Suggester) -> None:
    assert [(one.text, one.kind) for one in suggester.suggest("decent", 8).suggestions] == [
        ("Decent Work", "theme"),
        ("DWCP", "acronym"),
    ]


def test_what_is_typed_in_full_is_no_suggestion(suggester: Suggester) -> None:
    assert "exit strategy" not in texts(suggester, "Exit  strategy")
    assert "Egypt" in texts(suggester, "egypt")


def test_the_end_of_a_longer_query_is_completed(suggester: Suggester) -> None:
    found = suggester.suggest("What worked for exit str", 8).suggestions
    assert [(one.text, one.kind, one.count) for one in found] == [
        ("What worked for exit strategy", "word", 8),
        ("What worked for exit strategies", "word", 3),
    ]
    assert texts(suggester, "lessons from eg") == ["lessons from Egypt", "lessons from égypte"]
    assert texts(suggester, "lessons from pov") == []  # titles end no query, nor do words in the middle of one


def test_an_unknown_word_is_corrected_where_nothing_begins_so(suggester: Suggester) -> None:
    assert suggester.suggest("stratgey", 8).suggestions == [Suggestion(text="strategy", kind="spelling", count=9)]
    assert suggester.suggest("Exti strategy", 8).suggestions == [
        Suggestion(text="Exit strategy", kind="spelling", count=20)
    ]
    assert suggester.suggest("exti from decent wor", 8).suggestions == [
        Suggestion(text="exit from Decent Work", kind="spelling", count=6)
    ]
    assert texts(suggester, "xyzzy") == []


def test_only_the_last_words_of_a_long_text_are_read(suggester: Suggester) -> None:
    text = "nothing of this is known " * 300
    assert texts(suggester, f"{text}exit str") == [f"{text}exit strategy", f"{text}exit strategies"]


@pytest.mark.parametrize("typed", ["", "   ", "?!", "xyzzy", "the"])
def test_nothing_to_suggest(typed: str, suggester: Suggester) -> None:
    found = suggester.suggest(typed, 8)
    assert (found.query, found.suggestions) == (typed, [])


def test_what_is_no_text_is_an_error(suggester: Suggester) -> None:
    with pytest.raises(QueryError):
        suggester.suggest("\ud800", 8)


def test_a_collection_without_words() -> None:
    empty = WordBook(acronyms={}, forms={}, phrases={}, names=[])
    assert Suggester(empty, Speller({}), records=0).suggest("exit", 8).suggestions == []


def test_the_sample(searcher: Searcher) -> None:
    assert searcher.suggester is searcher.suggester
    found = searcher.suggester.suggest("mal", 8).suggestions
    assert found[0] == Suggestion(text="Malawi", kind="country", count=10)


def test_the_ilo_export(open_data: object, ilo_data: Path) -> None:
    searcher = open_data(ilo_data)  # type: ignore[operator]
    best = searcher.suggester.suggest("DWCP", 8).suggestions[0]
    assert (best.text, best.kind, best.detail) == ("DWCP", "acronym", "Decent Work Country Programme")
