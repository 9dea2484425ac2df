"""A real encoder that says what it was asked for, and can be interrupted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.encoders.base import Encoder, Identity, Vectors
from index.encoders.tokens import Tokens


class Counting:
    """Passes all calls on, keeps the texts of each batch, and stops after `stop_after` batches."""

    def __init__(self, encoder: Encoder, identity: Identity | None = None, stop_after: int | None = None) -> None:
        self._encoder = encoder
        self._identity = identity or encoder.identity
        self._stop_after = stop_after
        self.batches: list[list[str]] = []

    @property
    def identity(self) -> Identity:
        return self._identity

    @property
    def tokens(self) -> Tokens:
        return self._encoder.tokens

    @property
    def texts(self) -> list[str]:
        return [text for batch in self.batches for text in batch]

    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(self.batches) == self._stop_after:
            raise KeyboardInterrupt
        self.batches.append(list(texts))
        return self._encoder.encode(texts)


@pytest.fixture
def counting() -> type[Counting]:
    """The class, to wrap an encoder in."""
    return Counting
