"""The face of a reranking method."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Backend

Scores = NDArray[np.float64]
Outcome = bool | Literal["timeout"]


class Pair(NamedTuple):
    """What is read together: the query's text, and a passage with the title above it."""

    query: str
    passage: str


class Reranker(Protocol):
    """Scores pairs of a query and a passage. Safe to share between threads."""

    def score(self, pairs: Sequence[Pair], deadline: float) -> Scores:
        """One score a pair, shape (n,); higher is better.

        `deadline` is a time of `time.monotonic()`. Raises TimeoutError once it has passed.
        """


class Load(Protocol):
    """Makes a method ready. Heavy imports happen here and only for the backend that is asked for."""

    def __call__(self, model: str, backend: Backend, cache: Path, threads: int) -> Reranker:
        """Load `model` by name or path. Raises EncoderError."""
