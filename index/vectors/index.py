"""The face of the vector indexes: a first pass in 8 bits, then the true cosines of what it found.

The vectors themselves are mapped from disk, so that several processes share them and nothing is read that no query
needs. Where a filter keeps few rows these are compared as they are, without an index.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import map_array, save_array
from index.encoders.base import Vectors
from index.vectors.base import Mask, Nearest, Rows, ask, select
from index.vectors.cells import CELLS, CellCodes
from index.vectors.choose import FIRST_PASS_FROM, VectorPlan
from index.vectors.exact import CODES, ExactCodes

VECTORS = "vectors.npy"
_MORE = 1.2  # what the first pass finds for each that is wanted
_FEW = 5_000  # rows that a filter keeps; as many are compared as they are

Codes = ExactCodes | CellCodes


class VectorIndex:
    """Rows are passage numbers, 0 to n - 1; vectors have length 1."""

    def __init__(self, vectors: Vectors, codes: Codes | None) -> None:
        """`codes` makes the first pass; None compares the vectors as they are."""
        self.vectors = vectors
        self.codes = codes
        self._plain: faiss.IndexFlatIP | None = None
        if codes is None:
            self._plain = faiss.IndexFlatIP(vectors.shape[1])
            self._plain.add(vectors)

    @classmethod
    def build(cls, vectors: Vectors, plan: VectorPlan | None = None) -> VectorIndex:
        """Index vectors of shape (n, dimensions) in row order."""
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        if len(vectors) < FIRST_PASS_FROM:
            return cls(vectors, None)
        cells = (plan or VectorPlan()).cells(len(vectors))
        return cls(vectors, ExactCodes.build(vectors) if cells is None else CellCodes.build(vectors, cells))

    def with_rows(self, vectors: Vectors, sources: NDArray[np.int64], plan: VectorPlan) -> VectorIndex:
        """The index of a collection that changed a little: `sources` holds the row here of each row there, -1: new.

        Cells are kept as they were learnt until the collection has grown by half; all else is as `build` makes it.
        """
        cells = plan.cells(len(vectors))
        if cells is not None and isinstance(self.codes, CellCodes):
            codes = self.codes.with_rows(vectors, sources, cells)
            if codes is not None:
                return VectorIndex(vectors, codes)
        return VectorIndex.build(vectors, plan)

    @classmethod
    def load(cls, folder: Path, plan: VectorPlan | None = None) -> VectorIndex:
        """Open an index that `save` wrote, as it was planned."""
        vectors = map_array(folder / VECTORS)
        if (folder / CELLS).exists():
            return cls(vectors, CellCodes.load(folder, plan or VectorPlan()))
        return cls(vectors, ExactCodes.load(folder) if (folder / CODES).exists() else None)

    def save(self, folder: Path) -> None:
        """Write vectors, and what serves the first pass, into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        save_array(folder / VECTORS, self.vectors)
        if self.codes is not None:
            self.codes.save(folder)

    def nearest(self, query: Vectors, depth: int, mask: Mask | None = None) -> Nearest:
        """The `depth` passages closest to one query vector of shape (dimensions,), among those that `mask` keeps."""
        passages = len(self.vectors)
        depth = min(depth, passages)
        if depth == 0:
            return Nearest(np.empty(0, np.int64), np.empty(0, np.float32))
        if self._plain is not None:
            selector, _bitmap = select(mask)
            parameters = None if selector is None else faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            return ask(self._plain, query, depth, parameters)
        if mask is not None and np.count_nonzero(mask) <= _FEW:
            return self._best(query, np.flatnonzero(mask), depth)
        if self.codes is None:
            raise RuntimeError("an index without codes compares its vectors as they are")
        return self._best(query, self.codes.candidates(query, min(int(_MORE * depth), passages), mask), depth)

    def _best(self, query: Vectors, rows: Rows, depth: int) -> Nearest:
        cosines = self.cosines(query, rows)
        best = np.lexsort((rows, -cosines))[:depth]
        return Nearest(rows[best], cosines[best])

    def of(self, rows: Rows) -> Vectors:
        """The vectors of these rows: float32, shape (len(rows), dimensions)."""
        return np.asarray(self.vectors[rows])

    def cosines(self, query: Vectors, rows: Rows) -> NDArray[np.float32]:
        """The true cosine of each of the rows with one query vector: float32, shape (len(rows),)."""
        if not len(rows):
            return np.empty(0, np.float32)
        return np.asarray(self.vectors[rows] @ query, dtype=np.float32)

    def stored(self, rows: Rows) -> Vectors:
        """The vectors of these rows: float32, shape (len(rows), dimensions)."""
        return np.asarray(self.vectors[rows], dtype=np.float32)
