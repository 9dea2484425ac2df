"""A query's vector, also of a query longer than the encoder's window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.chunking import split
from index.encoders.base import Encoder, Vectors
from retrieval.encode import WINDOWS, encode_query
from retrieval.query import LONGEST


def test_a_short_query_is_encoded_as_it_is(encoder: Encoder) -> None:
    assert encode_query(encoder, "exit strategies") == pytest.approx(encoder.encode(["exit strategies"])[0], abs=1e-6)


def test_nothing_of_a_long_query_is_cut_off(encoder: Encoder) -> None:
    padding = "The committee met in the town hall. " * 120
    one = encode_query(encoder, padding + "Bees were treated against mites.")
    other = encode_query(encoder, padding + "Ships were insured against storms.")
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert np.abs(one - other).max() > 1e-3


def test_a_single_word_longer_than_the_window_is_encoded(encoder: Encoder) -> None:
    assert np.linalg.norm(encode_query(encoder, "x9" * 2000)) == pytest.approx(1, abs=1e-5)


def test_no_more_windows_are_read_than_set(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes as long as a short query: ten thousand digits are twenty of them."""
    read: list[int] = []
    encode = type(encoder).encode

    def counted(self: Encoder, texts: Sequence[str]) -> Vectors:
        read.append(len(texts))
        return encode(self, texts)

    monkeypatch.setattr(type(encoder), "encode", counted)
    budget = encoder.tokens.budget
    whole = encode_query(encoder, "7 " * (WINDOWS * budget))
    longer = encode_query(encoder, "7 " * (WINDOWS * budget) + "bees " * (2 * budget))
    assert read == [WINDOWS, WINDOWS]
    assert longer == pytest.approx(whole, abs=0.05)  # pieces are about equally long, and so begin elsewhere


def test_a_page_of_english_is_read_whole(encoder: Encoder) -> None:
    """The longest query of the judged sets has 2,023 characters."""
    page = "The committee met in the town hall to discuss the skills of young women in rural firms. " * 111
    assert len(page) < LONGEST
    pieces = split(page, encoder.tokens.spans, encoder.tokens.budget)
    assert len(pieces) <= WINDOWS
