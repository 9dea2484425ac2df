"""The vectors of some passages alone, as if there were no others.

Nothing is copied but codes in 8 bits, made from these passages only: cells, or codes whose ranges hidden vectors
helped to set, would let what is hidden decide which of the others are found.
"""

from __future__ import annotations

from typing import Any, cast

import faiss
import numpy as np

from index.encoders.base import Vectors
from index.vectors.base import Mask, Nearest, Rows, ask, select
from index.vectors.choose import FIRST_PASS_FROM
from index.vectors.exact import ExactCodes
from index.vectors.index import VectorIndex

_AT_ONCE = 50_000  # vectors read at a time while codes are made


class _Some:
    """Some rows of the vectors, numbered from 0; read when they are asked for."""

    def __init__(self, vectors: Vectors, rows: Rows) -> None:
        self._vectors = vectors
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, some: Any) -> Vectors:
        return np.asarray(self._vectors[self._rows[some]])


class RestrictedVectors(VectorIndex):
    """A `VectorIndex` over these rows of another one: `rows` rise, and row 0 here is `rows[0]` there."""

    def __init__(self, whole: VectorIndex, rows: Rows) -> None:
        self._whole = whole
        self._rows = rows
        self.vectors = cast("Vectors", _Some(whole.vectors, rows))
        self.codes = _codes(self.vectors) if len(rows) >= FIRST_PASS_FROM else None
        self._plain = None

    def nearest(self, query: Vectors, depth: int, mask: Mask | None = None) -> Nearest:
        """The `depth` passages closest to one query vector, among those that `mask` keeps: as `VectorIndex` has it."""
        if self.codes is not None:
            return super().nearest(query, depth, mask)
        here = np.arange(len(self._rows)) if mask is None else np.flatnonzero(mask)
        if not len(here) or not depth:
            return Nearest(np.empty(0, np.int64), np.empty(0, np.float32))
        plain = self._whole._plain
        if plain is None:
            return self._best(query, here, depth)
        kept = np.zeros(plain.ntotal, dtype=np.bool_)
        kept[self._rows[here]] = True
        selector, _bitmap = select(kept)
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        found = ask(plain, query, min(depth, len(here)), parameters)
        return Nearest(np.searchsorted(self._rows, found.rows), found.cosines)


def _codes(vectors: Vectors) -> ExactCodes:
    """The same as `ExactCodes.build`, without all vectors in memory at once."""
    index = faiss.IndexScalarQuantizer(vectors[:1].shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    pieces = [slice(begin, begin + _AT_ONCE) for begin in range(0, len(vectors), _AT_ONCE)]
    least = np.min([vectors[piece].min(axis=0) for piece in pieces], axis=0)
    most = np.max([vectors[piece].max(axis=0) for piece in pieces], axis=0)
    index.train(np.stack([least, most]))
    for piece in pieces:
        index.add(np.ascontiguousarray(vectors[piece]))
    return ExactCodes(index)
