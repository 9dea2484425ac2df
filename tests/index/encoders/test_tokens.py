"""Word pieces and their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoders.tokens import Tokens
from index.errors import EncoderError

TEXT = "Handing over: the ministry's début, année 2019 – Кишинёв 退出."


def test_every_piece_has_its_place_in_the_text(tokens: Tokens) -> None:
    spans = tokens.spans(TEXT)
    assert len(spans) == tokens.count(TEXT)
    assert [TEXT[start:end] for start, end in spans[:8]] == [
        "Handing",
        "over",
        ":",
        "the",
        "ministry",
        "'",
        "s",
        "début",
    ]
    assert [TEXT[start:end] for start, end in spans[-3:]] == ["退", "出", "."]


def test_a_window_holds_two_special_pieces_of_the_default_model(tokens: Tokens) -> None:
    assert (tokens.window, tokens.special, tokens.budget) == (256, 2, 254)
    (ids,) = tokens.batch(["exit"])
    assert len(ids) == tokens.count("exit") + tokens.special


@given(text=st.text(st.characters() | st.sampled_from("abc 한국.é退"), max_size=60), pieces=st.integers(0, 40))
def test_a_clipped_text_is_a_beginning_that_fits(tokens: Tokens, text: str, pieces: int) -> None:
    clipped = tokens.clip(text, pieces)
    assert text.startswith(clipped)
    assert tokens.count(clipped) <= pieces
    assert clipped == text or tokens.count(text) > pieces


@pytest.mark.parametrize(
    ("text", "pieces", "clipped"),
    [
        ("one two three", 3, "one two three"),
        ("one two three", 2, "one two"),
        ("one two three", 0, ""),
        ("one embeddings", 2, "one em"),
        ("one 한", 2, "one"),  # one character of three pieces: all or none
    ],
)
def test_clipping_keeps_the_longest_beginning(tokens: Tokens, text: str, pieces: int, clipped: str) -> None:
    assert tokens.clip(text, pieces) == clipped


def test_a_batch_names_the_text_that_is_too_long(tokens: Tokens) -> None:
    with pytest.raises(EncoderError, match=r"300 .*'word word"):
        tokens.batch(["short", "word " * 298])
