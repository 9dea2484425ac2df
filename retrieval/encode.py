"""A query → its vector."""

from __future__ import annotations

import numpy as np

from index.chunking import split
from index.encoders.base import Encoder, Vectors

WINDOWS = 8  # with 254 word pieces each, 10,000 characters of English prose; judged queries are shorter


def encode_query(encoder: Encoder, text: str) -> Vectors:
    """The query's vector of length 1, shape (dimensions,).

    A text longer than the encoder's window is read window by window and averaged. Only the first eight windows are
    read: each takes as long as a short query, and whole words of it are found by BM25 all the same.
    """
    prefix = encoder.identity.query_prefix
    budget = encoder.tokens.budget - encoder.tokens.count(prefix)
    pieces = [text[start:end] for start, end in split(text, encoder.tokens.spans, budget)] or [text]
    mean = encoder.encode([prefix + piece for piece in pieces[:WINDOWS]]).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
