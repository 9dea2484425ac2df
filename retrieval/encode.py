"""A query → its vector."""

from __future__ import annotations

from collections.abc import Sequence

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


def encode_queries(encoder: Encoder, texts: Sequence[str]) -> list[Vectors]:
    """The vector of each of several queries; those that fit into the window are encoded at once."""
    prefix = encoder.identity.query_prefix
    short = [text for text in texts if encoder.tokens.count(prefix + text) <= encoder.tokens.budget]
    together = dict(zip(short, encoder.encode([prefix + text for text in short]), strict=True)) if short else {}
    return [together[text] if text in together else encode_query(encoder, text) for text in texts]
