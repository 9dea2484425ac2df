"""Text → terms."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Wanted, is_stop_word, stem, symbol_prefix, terms, words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Stratégies de sortie (RAS/16/13/EUR)", "fr", ["strateg", "sort", "ras/16/13/eur", "ras/16/13"]),
        ("Exit strategies, and an EXIT strategy", "en", ["exit", "strategi", "exit", "strategi"]),
        ("Estrategias de salida", "es", ["estrategi", "sal"]),
        ("стратегии выхода", "ru", ["стратег", "выход"]),
        ("Exit strategies", None, ["exit", "strategi"]),
        ("Exit strategies", "sw", ["exit", "strategi"]),
        ("monitoring & evaluation (M&E) in 2019", "en", ["monitor", "evalu", "m&e", "2019"]),
        ("labour/employment and/or skills", "en", ["labour", "employ", "skill"]),
        ("exit_strategy", "en", ["exit", "strategi"]),
        ("", "en", []),
        ("– … !", "en", []),
        ("the of and", "en", []),
    ],
)
def test_terms(text: str, language: str | None, expected: list[str]) -> None:
    assert terms(text, language) == expected


def test_a_project_is_found_with_and_without_its_donor() -> None:
    assert terms("RAS/16/13/EUR", "en") == ["ras/16/13/eur", "ras/16/13"]
    assert terms("RAS/16/13", "en") == ["ras/16/13"]
    assert symbol_prefix("ras/16/13/eur/02") == ["ras/16/13"]
    assert symbol_prefix("exit") == []


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "it", "pt", "ru"])
def test_every_language_has_its_stemmer(language: str) -> None:
    assert stem("evaluation", language)
    assert stem("2019", language) == "2019"
    assert stem("ras/16/13", language) == "ras/16/13"


def test_stop_words_belong_to_a_language() -> None:
    assert is_stop_word("de", "fr")
    assert not is_stop_word("de", "en")
    assert not is_stop_word("the", "sw")


@given(text=st.text(st.characters() | st.sampled_from("ab é/&1_.ÖİßΣ"), max_size=60))
def test_every_word_points_at_itself(text: str) -> None:
    behind = 0
    for word, start, end in words(text):
        assert behind <= start < end
        assert text[start:end].lower() == word
        behind = end


@given(text=st.text(st.characters() | st.sampled_from("ab é/&1_.ÖİßΣ"), max_size=60))
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    held = {at for _, start, end in words(text) for at in range(start, end)}
    assert {at for at, character in enumerate(text) if character.isalnum()} <= held


@given(text=st.text(max_size=80), language=st.sampled_from(["en", "fr", "ru", "ar", None]))
def test_case_changes_no_ascii_term(text: str, language: str | None) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert terms(plain.upper(), language) == terms(plain.lower(), language)


def test_threads_stem_alike() -> None:
    text = "Evaluations of employment strategies recommended handing over responsibilities. " * 20
    expected = terms(text, "en")
    with ThreadPoolExecutor(8) as pool:
        assert all(found == expected for found in pool.map(lambda _: terms(text, "en"), range(64)))


_WORDY = st.lists(
    st.sampled_from(["a", "Ab", "é", "16", "ab/16/13", "/", "&", "_", " ", ".", "İ", "Σ"]), max_size=12
).map("".join)


@given(
    text=_WORDY,
    wanted=st.sets(st.sampled_from(["a", "ab", "é", "16", "ab/16/13", "a&a", "aa", "abcd", "abcda", "é&a"])),
)
def test_wanted_words_are_found_where_they_stand(text: str, wanted: set[str]) -> None:
    assert Wanted(wanted).find(text) == [found for found in words(text) if found[0] in wanted]
