"""Terms that stand in a row."""

from __future__ import annotations

import pytest

from index.analysis import stem, words
from retrieval.runs import Place, find_runs


def spans(text: str, *run: str, language: str | None = "en") -> list[str]:
    places = [Place({stem(word, language or "en")}, start, end) for word, start, end in words(text)]
    wanted = [place for place in places if not place.terms.isdisjoint(run)]  # type: ignore[attr-defined]
    return [text[start:end] for start, end in find_runs(run, wanted, text, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Ministry of Labour and the ministry of the labour", ["Ministry of Labour", "ministry of the labour"]),
        ("labour ministry", []),
        ("ministry of health and labour", []),  # another telling word in between
        ("ministry", []),
        ("", []),
    ],
)
def test_a_run_may_hold_stop_words_and_nothing_else(text: str, found: list[str]) -> None:
    assert spans(text, "ministri", "labour") == found


def test_a_single_term_is_a_run_too() -> None:
    assert spans("Boats and a boat", "boat", language=None) == ["Boats", "boat"]
