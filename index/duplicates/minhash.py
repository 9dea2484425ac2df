"""Which texts may be alike: MinHash signatures and the bands that they are looked up by.

The part of equal positions in two signatures estimates the Jaccard similarity of the texts' neighbouring words
(Broder 1997, "On the resemblance and containment of documents"). Cut into bands, signatures become keys: texts alike
share at least one with near certainty (locality-sensitive hashing; Leskovec, Rajaraman & Ullman, "Mining of Massive
Datasets", ch. 3). Each of the hash functions is multiply-shift (Dietzfelbinger et al. 1997), its constants fixed here,
so that signatures are the same in every process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BANDS = 16
ROWS = 4
"""A pair of similarity s shares a band with probability 1 - (1 - s⁴)¹⁶: 0.99999 at 0.85, 0.02 at 0.2."""

Words = Sequence[str]


def bands(texts: Sequence[Words]) -> list[list[bytes]]:
    """The keys of each text, one a band. Every text has at least two words."""
    if not texts:
        return []
    signed = _signatures(texts)
    return [[bytes([band]) + row[band * ROWS : (band + 1) * ROWS].tobytes() for band in range(BANDS)] for row in signed]


def band_hashes(texts: Sequence[Words]) -> NDArray[np.uint32]:
    """The keys of each text hashed to 32 bits, never 0: shape (n, BANDS)."""
    signed = _signatures(texts).reshape(len(texts), BANDS, ROWS).astype(np.uint64)
    factors = np.array([_hash(f"band {at}") | 1 for at in range(ROWS)], dtype=np.uint64)
    mixed = ((signed + np.uint64(1)) * factors).sum(axis=2, dtype=np.uint64) >> np.uint64(32)
    return np.asarray(np.maximum(mixed, 1), dtype=np.uint32)


def _signatures(texts: Sequence[Words]) -> NDArray[np.uint32]:
    """Shape (n, BANDS · ROWS)."""
    pairs, starts = _pairs(texts)
    signed = np.empty((len(texts), BANDS * ROWS), dtype=np.uint32)
    for at in range(BANDS * ROWS):
        factor, summand = np.uint64(_hash(f"factor {at}") | 1), np.uint64(_hash(f"summand {at}"))
        signed[:, at] = np.minimum.reduceat((pairs * factor + summand) >> np.uint64(32), starts)
    return signed


def _pairs(texts: Sequence[Words]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes of all neighbouring words, text after text, and where each text's begin."""
    lengths = np.array([len(words) for words in texts], dtype=np.int64)
    known: dict[str, int] = {}
    numbers = [known.setdefault(word, len(known)) for words in texts for word in words]
    hashes = np.array([_hash(word) for word in known], dtype=np.uint64)[numbers]
    joined = hashes[:-1] * np.uint64(_hash("first of two") | 1) + hashes[1:]
    # The last word of a text and the first of the next are no neighbours.
    within = np.ones(len(joined), dtype=np.bool_)
    within[np.cumsum(lengths)[:-1] - 1] = False
    return joined[within], np.cumsum(lengths - 1) - (lengths - 1)


def _hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
