"""The face that every encoder has, and what identifies one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoders.tokens import WordPieces

Vectors = NDArray[np.float32]
Backend = Literal["onnx", "torch"]
Precision = Literal["fp32", "int8", "int8-blocks"]


class Identity(NamedTuple):
    """What makes two vectors comparable: the same weights, read the same way.

    The torch and the ONNX backend give the same vectors to about 1e-6 at fp32, so the backend is no part of it.
    """

    model: str
    weights_sha256: str
    precision: Precision
    dimensions: int
    window: int
    query_prefix: str = ""
    passage_prefix: str = ""
    configuration_sha256: str = ""  # tokenizer, pooling and the rest of what is written beside the weights

    @property
    def key(self) -> str:
        """A short name that changes with any field: names caches and generations."""
        return hashlib.sha256(json.dumps(self).encode()).hexdigest()[:16]


class Encoder(Protocol):
    """Turns texts into vectors of length 1, so that an inner product is a cosine."""

    @property
    def identity(self) -> Identity:
        """What the vectors depend on."""

    @property
    def tokens(self) -> WordPieces:
        """The encoder's own tokenizer."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One batch of at least one text → float32, shape (len(texts), dimensions).

        Raises EncoderError for a text past the window: it is never cut.
        """
