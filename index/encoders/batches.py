"""Many texts → vectors, with the least waste: known texts from the cache, the rest sorted by length in batches.

A batch is padded to its longest text, so texts of about one length belong together; the longest go first, so that
the estimate of the time left errs on the safe side and memory peaks at the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from index.encoders.base import Encoder, EncodesPieces, Vectors
from index.encoders.cache import VectorCache
from index.progress import Progress

BATCH = 16  # larger ones are no faster on a CPU (`scripts/bench encoder`)
KEEP = 16  # batches between two commits of the cache


def encode_all(encoder: Encoder, texts: Sequence[str], cache: VectorCache, progress: Progress) -> Vectors:
    """Vectors of all texts in their order: float32, shape (len(texts), dimensions).

    Equal texts are encoded once. Work that was interrupted is found in the cache.
    """
    vectors = np.empty((len(texts), encoder.identity.dimensions), dtype=np.float32)
    known = np.zeros(len(texts), dtype=bool)
    for position, vector in cache.find(texts):
        vectors[position] = vector
        known[position] = True
    places: dict[str, list[int]] = {}
    for missed in np.flatnonzero(~known).tolist():
        places.setdefault(texts[missed], []).append(missed)
    missing = sorted(places, key=lambda text: (-len(text), text))
    with progress.stage("encoding", total=len(missing)) as advance:
        step = BATCH * KEEP
        pieces = [missing[begin : begin + step] for begin in range(0, len(missing), step)]
        for number, made in _encoded(encoder, pieces):
            cache.keep(pieces[number], made)
            for text, vector in zip(pieces[number], made, strict=True):
                vectors[places[text]] = vector
            advance(len(made))
    return vectors


def _encoded(encoder: Encoder, pieces: Sequence[Sequence[str]]) -> Iterator[tuple[int, Vectors]]:
    if isinstance(encoder, EncodesPieces):
        return encoder.encode_pieces(pieces)
    return ((number, encode_piece(encoder, piece)) for number, piece in enumerate(pieces))


def encode_piece(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Vectors of at least one text, a batch at a time."""
    return np.concatenate([encoder.encode(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)])
