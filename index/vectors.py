"""Vectors → a FAISS index: inner product over the passages of one generation.

Every passage is compared with the query, no graph or cell is left out. From some thousands of passages on the time goes
into reading the vectors from memory, so a first pass reads them in 8 bits a dimension and a second one takes the true
cosines of a few more than are wanted: on 12,547 passages that gives the same 500, in three quarters of the time.

One FAISS thread serves one query: single queries are no faster with two, and the other core is free for the next
request.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, cast

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Vectors

_FIRST_PASS_FROM = 5_000  # passages; fewer lie in the processor's cache
_MORE = 1.2  # what the first pass finds for each that is wanted

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Nearest(NamedTuple):
    """Passages by falling cosine: rows int64 and cosines float32, both of shape (found,)."""

    rows: Rows
    cosines: NDArray[np.float32]


class VectorIndex:
    """Rows are passage numbers, 0 to n - 1; vectors have length 1."""

    def __init__(self, index: faiss.IndexFlat) -> None:
        self._index = index
        memory = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)  # FAISS's own: nothing is copied
        self._vectors = memory.reshape(index.ntotal, index.d)
        self._short = _shortened(self._vectors) if index.ntotal >= _FIRST_PASS_FROM else None

    @classmethod
    def build(cls, vectors: Vectors) -> VectorIndex:
        """Index vectors of shape (n, dimensions) in row order."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, file: Path) -> VectorIndex:
        """Open an index that `save` wrote."""
        return cls(cast("faiss.IndexFlat", faiss.read_index(str(file))))

    def save(self, file: Path) -> None:
        """Write the index as one file in FAISS's own format."""
        faiss.write_index(self._index, str(file))

    def nearest(self, query: Vectors, depth: int, mask: Mask | None = None) -> Nearest:
        """The `depth` passages closest to one query vector of shape (dimensions,), among those that `mask` keeps."""
        depth = min(depth, self._index.ntotal)
        if depth == 0:
            return Nearest(np.empty(0, np.int64), np.empty(0, np.float32))
        if self._short is None:
            return _search(self._index, query, depth, mask)
        rows = _search(self._short, query, min(int(_MORE * depth), self._index.ntotal), mask).rows
        cosines = self.cosines(query, rows)
        best = np.lexsort((rows, -cosines))[:depth]
        return Nearest(rows[best], cosines[best])

    def of(self, rows: Rows) -> Vectors:
        """The vectors of these rows: float32, shape (len(rows), dimensions)."""
        return np.asarray(self._vectors[rows])

    def cosines(self, query: Vectors, rows: Rows) -> NDArray[np.float32]:
        """The true cosine of each of the rows with one query vector: float32, shape (len(rows),)."""
        if not len(rows):
            return np.empty(0, np.float32)
        return np.asarray(self._vectors[rows] @ query, dtype=np.float32)

    def stored(self, rows: Rows) -> Vectors:
        """The vectors of these rows: float32, shape (len(rows), dimensions)."""
        return np.asarray(self._vectors[rows], dtype=np.float32)


def _shortened(vectors: Vectors) -> faiss.Index:
    """The same vectors in 8 bits a dimension, each dimension between its least and its greatest value."""
    index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    index.add(vectors)
    return index


def _search(index: faiss.Index, query: Vectors, depth: int, mask: Mask | None) -> Nearest:
    """The best `depth` rows that the mask keeps, fewer where it keeps fewer."""
    parameters = None
    if mask is not None:
        # FAISS reads the bitmap in place: it must live until the search is over.
        bitmap = np.packbits(mask, bitorder="little")
        selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]  # stubs know C++ only
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
    faiss.omp_set_num_threads(1)
    cosines, rows = index.search(query.reshape(1, -1), depth, params=parameters)
    found = rows[0] >= 0
    return Nearest(rows[0][found], cosines[0][found])
