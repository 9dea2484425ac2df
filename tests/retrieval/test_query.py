"""What the user typed → words, phrases, symbols and language."""

from __future__ import annotations

import pytest

from retrieval.errors import QueryError
from retrieval.query import LONGEST, parse


def words(text: str, *languages: str) -> list[str]:
    return [word.text for word in parse(text, languages or ("en",)).words]


@pytest.mark.parametrize(
    "quoted", ['"handed over"', "“handed over”", "„handed over“", "«handed over»", "« handed over »"]
)
def test_every_kind_of_quotation_marks_makes_a_phrase(quoted: str) -> None:
    query = parse(f"exit {quoted} early")
    assert query.phrases == ("handed over",)
    assert query.text == "exit handed over early"
    assert words(f"exit {quoted} early") == ["exit", "handed", "early"]


def test_several_phrases_each_once_in_their_order() -> None:
    assert parse('"b c" "a" and again "b c"').phrases == ("b c", "a")


@pytest.mark.parametrize("text", ["the project's exit isn't", 'a 5" pipe', '"never closed', 'closed only"', '""x'])
def test_apostrophes_inches_and_single_marks_are_no_phrase(text: str) -> None:
    assert parse(text).phrases == ()


def test_stop_words_are_left_out_of_the_words_but_not_of_what_the_encoder_reads() -> None:
    query = parse("What   worked for the\nexit strategies")
    assert query.text == "What worked for the exit strategies"
    assert [word.text for word in query.words] == ["exit", "strategies"]


def test_a_query_of_stop_words_alone_can_still_be_read_by_the_encoder() -> None:
    query = parse("what is it for")
    assert query.words == ()
    assert query.text == "what is it for"


@pytest.mark.parametrize("symbol", ["RAS/16/13/EUR", "ras/16/13/eur", "RAS/16/13"])
def test_project_symbols_are_single_words(symbol: str) -> None:
    query = parse(f"{symbol}?")
    assert query.symbols == (symbol.lower(),)
    assert query.only_symbols
    assert not parse(f"{symbol} training").only_symbols


@pytest.mark.parametrize("text", ["and/or", "training/education", "2019/20"])
def test_other_slashes_make_no_symbol(text: str) -> None:
    assert parse(text).symbols == ()


def test_each_word_has_its_stems_in_the_language_of_the_query_and_in_english() -> None:
    query = parse("les stratégies de sortie des coopératives rurales", ("en", "es", "fr"))
    assert query.language == "fr"
    stems = {word.text: word.terms for word in query.words}
    assert list(stems) == ["stratégies", "sortie", "coopératives", "rurales"]
    assert stems["stratégies"] == ("strateg", "strategi")
    assert stems["rurales"] == ("rural",)


def test_english_stop_words_are_left_out_of_a_spanish_query_too() -> None:
    query = parse("estrategias de salida para los proyectos of the cooperativas", ("en", "es"))
    assert query.language == "es"
    assert [word.text for word in query.words] == ["estrategias", "salida", "proyectos", "cooperativas"]


def test_a_language_that_the_collection_does_not_have_is_not_guessed() -> None:
    assert parse("les stratégies de sortie des coopératives", ("en",)).language == "en"


def test_english_is_meant_where_the_collection_has_languages_that_nobody_can_tell_apart() -> None:
    assert parse("what worked for exit strategies", ("de", "en")).language == "en"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", '""', '" "', "« »", "???", "—", "👍🏽"])
def test_a_query_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.hint


def test_the_longest_query_is_read_and_a_longer_one_refused_with_both_lengths() -> None:
    assert len(parse("x " * (LONGEST // 2)).text) == LONGEST - 1
    with pytest.raises(QueryError, match="10,001 characters; the most is 10,000"):
        parse("x" * (LONGEST + 1))


def test_halves_of_surrogate_pairs_are_refused() -> None:
    with pytest.raises(QueryError, match="not Unicode text"):
        parse("exit \ud83d strategies")


def test_letters_with_loose_accents_are_the_same_words() -> None:
    assert words("strate\u0301gies de sortie", "en", "fr") == words("stratégies de sortie", "en", "fr")


def test_repeated_words_stand_once_and_weigh_more() -> None:
    query = parse("training and training and audit")
    assert [word.text for word in query.words] == ["training", "audit"]
    assert query.weights == {"train": 2, "audit": 1}


def test_prose_that_quotes_sets_no_condition() -> None:
    ten = "lessons about projects that agreed what they call a plan"
    assert parse(f'{ten} "exit strategy"').phrases == ("exit strategy",)
    assert parse(f'{ten} early "exit strategy"').phrases == ()
    assert "exit" in [word.text for word in parse(f'{ten} early "exit strategy"').words]
