"""A piece of work, what a worker does with it, and the protocol of an executor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from index.encoders.base import Backend, Encoder, Precision, Vectors
from index.encoders.batches import encode_piece
from index.encoders.load import load_encoder
from index.errors import EncoderError

Pieces = Sequence[Sequence[str]]


class Spec(NamedTuple):
    """What a worker must know to encode as this process does. `key` is that of the encoder's identity."""

    model: str
    backend: Backend
    precision: Precision
    threads: int  # of a worker
    key: str
    cache: Path | None = None  # of exported models; None: where the worker's own settings say


class Executor(Protocol):
    """Has pieces of texts encoded somewhere."""

    def encode(self, spec: Spec, pieces: Pieces) -> Iterator[tuple[int, Vectors]]:
        """The number of each piece and its vectors, each piece once, in the order in which they are done.

        Raises EncoderError where it cannot be done; what was given until then stands.
        """


def work(spec: Spec, texts: Sequence[str]) -> Vectors:
    """What a worker does: encode one piece. Raises EncoderError where its model is another one than the caller's."""
    return encode_piece(_loaded(spec), texts)


@lru_cache(maxsize=1)
def _loaded(spec: Spec) -> Encoder:
    cache = spec.cache or _own_cache()
    encoder = load_encoder(spec.model, spec.backend, spec.precision, cache, spec.threads)
    if encoder.identity.key != spec.key:
        raise EncoderError(
            f"A worker's model {spec.model} is not the one of this index ({encoder.identity.weights_sha256[:8]}).",
            hint="Install the same version of Afterwise and the same model on every machine.",
        )
    return encoder


def _own_cache() -> Path:
    from index.settings import IndexSettings

    return IndexSettings().cache
