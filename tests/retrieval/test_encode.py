"""A query's vector, also of a query longer than the encoder's window."""

from __future__ import annotations

import numpy as np
import pytest

from index.encoders.base import Encoder
from retrieval.encode import encode_query


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
