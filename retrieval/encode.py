"""A query → its vector."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.chunking import split
from index.encoders.base import Encoder, Vectors

_TOGETHER = 8  # queries in one batch; each is padded to the longest


def encode_query(encoder: Encoder, text: str) -> Vectors:
    """The query's vector of length 1, shape (dimensions,).

    A text longer than the encoder's window is read window by window and averaged: nothing is cut off.
    """
    prefix = encoder.identity.query_prefix
    budget = encoder.tokens.budget - encoder.tokens.count(prefix)
    pieces = [text[start:end] for start, end in split(text, encoder.tokens.spans, budget)] or [text]
    mean = encoder.encode([prefix + piece for piece in pieces]).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def encode_queries(encoder: Encoder, texts: Sequence[str]) -> list[Vectors]:
    """The vector of each of several queries. Those that fit into the window are encoded together, alike in length."""
    prefix = encoder.identity.query_prefix
    lengths = {text: encoder.tokens.count(prefix + text) for text in dict.fromkeys(texts)}
    found = {text: encode_query(encoder, text) for text, length in lengths.items() if length > encoder.tokens.budget}
    short = sorted((length, text) for text, length in lengths.items() if text not in found)
    for begin in range(0, len(short), _TOGETHER):
        some = [text for _, text in short[begin : begin + _TOGETHER]]
        found.update(zip(some, encoder.encode([prefix + text for text in some]), strict=True))
    return [found[text] for text in texts]
