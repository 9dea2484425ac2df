"""A query → its vector."""

from __future__ import annotations

import numpy as np

from index.chunking import split
from index.encoders.base import Encoder, Vectors


def encode_query(encoder: Encoder, text: str) -> Vectors:
    """The query's vector of length 1, shape (dimensions,).

    A text longer than the encoder's window is read window by window and averaged: nothing is cut off.
    """
    prefix = encoder.identity.query_prefix
    budget = encoder.tokens.budget - encoder.tokens.count(prefix)
    pieces = [text[start:end] for start, end in split(text, encoder.tokens.spans, budget)] or [text]
    mean = encoder.encode([prefix + piece for piece in pieces]).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
