"""Entries by the beginnings of their words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.prefixes import PrefixIndex, folded_words

ENTRIES = [["exit", "strategy"], ["strategic", "exit"], ["egypt"]]


def test_every_beginning_must_begin_a_word() -> None:
    index = PrefixIndex(ENTRIES)
    found = index.find(["e"])
    assert found.entries.tolist() == [0, 1, 2]
    assert found.begins.tolist() == [True, False, True]
    assert index.find(["stra", "ex"]).entries.tolist() == [0, 1]
    assert index.find(["stra", "eg"]).entries.tolist() == []
    assert index.find(["xit"]).entries.tolist() == []


def test_nothing_asked_for_and_nothing_held() -> None:
    assert PrefixIndex(ENTRIES).find([]).entries.tolist() == []
    assert PrefixIndex([]).find(["a"]).entries.tolist() == []


def test_words_are_folded() -> None:
    assert folded_words("L'Évaluation à mi-parcours") == ["l", "evaluation", "a", "mi", "parcours"]


words = st.text(alphabet="abé", min_size=1, max_size=4)


@given(st.lists(st.lists(words, max_size=3), max_size=6), st.lists(words, min_size=1, max_size=2))
def test_the_same_as_reading_every_entry(entries: list[list[str]], beginnings: list[str]) -> None:
    found = PrefixIndex(entries).find(beginnings)
    wanted = [
        number
        for number, entry in enumerate(entries)
        if all(any(word.startswith(beginning) for word in entry) for beginning in beginnings)
    ]
    assert found.entries.tolist() == wanted
    assert found.begins.tolist() == [entries[number][0].startswith(beginnings[0]) for number in wanted]
