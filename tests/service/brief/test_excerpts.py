"""Long texts begin in whole sentences, and say that they go on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.brief.excerpts import MORE, excerpt


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Agreed. The fees go up.", 5, "Agreed. The fees go up."),
        ("Agreed. The fees go up.", 4, "Agreed. […]"),
        ("“Agreed.” The fees go up.", 4, "“Agreed.” […]"),
        ("Agreed at 3.5 per cent of all fees. More in May.", 8, "Agreed at 3.5 per cent of all fees. […]"),
        ("Fees go up\nMore in May", 4, "Fees go up […]"),
        ("The fees of the ferry go up", 4, "The fees of the […]"),
        ("", 4, ""),
    ],
)
def test_sentences_are_whole_where_they_can_be(text: str, words: int, shown: str) -> None:
    assert excerpt(text, words) == shown


@given(st.text("ab .!?\n…”", max_size=80), st.integers(1, 20))
def test_it_is_the_beginning_and_bounded(text: str, words: int) -> None:
    shown = excerpt(text, words)
    kept = shown.removesuffix(f" {MORE}")
    assert text.split()[: len(kept.split())] == kept.split()
    assert (shown == text) == (len(text.split()) <= words)
    assert len(kept.split()) <= words
