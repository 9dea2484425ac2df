"""Highlights are character spans of the published text, whatever its script."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import words
from index.forms import forms_of
from retrieval.answer import Answer
from retrieval.highlight import Highlighter
from retrieval.query import Query, parse

Search = Callable[..., Answer]


def highlighter(query: Query, text: str, language: str = "en") -> Highlighter:
    forms: dict[str, list[str]] = {}
    for form in forms_of([(text, language)]):
        forms.setdefault(form.term, []).append(form.word)
    return Highlighter(query, lambda term: forms.get(term, ()))


def marked(text: str, query: str, language: str = "en") -> list[str]:
    spans, _ = highlighter(parse(query, (language, "en")), text, language).highlight(text, language)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "query", "language", "expected"),
    [
        ("Exit strategies: strategy and exits.", "exit strategy", "en", ["Exit", "strategies", "strategy", "exits"]),
        ("Café owners 👩🏽‍🌾👍🏽 planned the exit.", "exit cafe café", "en", ["Café", "exit"]),
        ("Les Stratégies de SORTIE", "une stratégie de sortie", "fr", ["Stratégies", "SORTIE"]),
        ("بعد exit المشروع 🎊 strategy", "exit المشروع", "ar", ["exit", "المشروع"]),
        ("Project RAS/16/13/EUR ended.", "ras/16/13", "en", ["RAS/16/13/EUR"]),
        ("Handed over early; handed, over.", '"handed over"', "en", ["Handed over", "handed, over"]),
        ("Nothing of it.", "exit strategy", "en", []),
        ("[exit]<b>exit</b>", "exit", "en", ["exit", "exit"]),
    ],
)
def test_spans_point_at_the_words_that_matched(text: str, query: str, language: str, expected: list[str]) -> None:
    assert marked(text, query, language) == expected


def test_matched_terms_are_the_words_as_they_were_typed_in_their_order() -> None:
    text = "Strategies for an exit."
    _, matched = highlighter(parse("EXIT plan strategy strategies"), text).highlight(text, "en")
    assert matched == ["exit", "strategy", "strategies"]


def test_a_phrase_and_its_words_are_one_span() -> None:
    assert marked("They handed over the keys.", 'keys "handed over the keys"') == ["handed over the keys"]


ALPHABET = "exit plan Éé👍🏽‍مشروع(),-\n\u0301"


@given(st.text(alphabet=ALPHABET, max_size=60), st.text(alphabet="exit plané", min_size=1, max_size=12))
def test_spans_are_inside_the_text_in_order_apart_and_hold_words_of_the_query(text: str, asked: str) -> None:
    query = parse(f"{asked} x")
    spans, matched = highlighter(query, text).highlight(text, "en")
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert all(list(words(text[start:end])) for start, end in spans)
    assert set(matched) <= {word.text for word in query.words}
    assert bool(spans) is bool(matched)


def test_hits_are_highlighted_in_the_published_text(odd: Search) -> None:
    for query in ("exit strategy seed bank", "stratégies de sortie", "استراتيجية المشروع exit strategy"):
        for hit in odd(query, limit=100).hits:
            for span in hit.highlights:
                piece = hit.text[span.start : span.end]
                assert piece == piece.strip()
                assert list(words(piece))
            assert bool(hit.highlights) is bool(hit.matched_terms)


def test_emoji_and_accents_before_a_word_do_not_move_its_span(odd: Search) -> None:
    (hit,) = [hit for hit in odd("Tlaxcala seed bank").hits if hit.local_id == "lesson:emoji"]
    pieces = [hit.text[span.start : span.end] for span in hit.highlights]
    assert "Tlaxcala" in pieces
    assert hit.text.startswith("👩🏽‍🌾🎉")
