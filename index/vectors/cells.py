"""Vectors cut into cells by k-means, those of the cells nearest to the query compared in 8 bits.

An inverted file with scalar quantisation (Jégou, Douze & Schmid 2011; FAISS's IVF, SQ8). What it leaves out is measured
by recall against exact search. A filter that keeps a part of the rows, or a far page, needs more cells.
"""

from __future__ import annotations

import json
from math import ceil
from pathlib import Path
from typing import cast

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import map_array, save_array
from index.encoders.base import Vectors
from index.vectors.base import Mask, Rows, ask, map_index, select
from index.vectors.choose import Cells, VectorPlan

CELLS = "cells.faiss"
_SEED = 7
_TAUGHT_WITH = 32  # vectors a cell; more cost time
_ROUNDS = 6
_USUAL_DEPTH = 360  # what a search of the default depth asks the first pass for; more needs more probes
_FARTHER = 0.75  # where a filter keeps one row in n, a query reads n to this power as many cells
_GROWTH = 1.5  # a collection that has grown more than that is cut anew

CellOf = NDArray[np.int32]


class CellCodes:
    """The first pass over the nearest cells.

    `cell_of` holds the cell of each row; `learnt_from` is how many rows there were when the cells were learnt. A query
    of the usual depth reads `probes` cells.
    """

    def __init__(self, index: faiss.IndexIVFScalarQuantizer, cell_of: CellOf, learnt_from: int, probes: int) -> None:
        self._index = index
        self.probes = probes
        self.cell_of = cell_of
        self.learnt_from = learnt_from

    @classmethod
    def build(cls, vectors: Vectors, plan: Cells) -> CellCodes:
        """Learn the cells from a sample, the same each time, and file every vector."""
        dimensions = vectors.shape[1]
        coarse = faiss.IndexFlatIP(dimensions)
        index = faiss.IndexIVFScalarQuantizer(
            coarse, dimensions, plan.cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
        )
        index.cp.spherical, index.cp.niter, index.cp.seed = True, _ROUNDS, _SEED
        index.cp.min_points_per_centroid, index.cp.max_points_per_centroid = 1, _TAUGHT_WITH
        some = min(len(vectors), plan.cells * _TAUGHT_WITH)
        sample = np.sort(np.random.default_rng(_SEED).choice(len(vectors), some, replace=False))
        index.train(np.ascontiguousarray(vectors[sample]))
        _, nearest = coarse.search(vectors, 1)
        return cls._filed(index, vectors, nearest[:, 0].astype(np.int32), len(vectors), plan.probes)

    def with_rows(self, vectors: Vectors, sources: NDArray[np.int64], plan: Cells) -> CellCodes | None:
        """The same cells with other rows; None where they would no longer fit.

        `sources` holds the row here that each row there was, -1 for new ones.
        """
        if self._index.nlist != plan.cells or len(vectors) > _GROWTH * self.learnt_from:
            return None
        fresh = np.flatnonzero(sources < 0)
        cell_of = np.where(sources < 0, 0, self.cell_of[sources]).astype(np.int32)
        if len(fresh):
            _, nearest = self._index.quantizer.search(np.ascontiguousarray(vectors[fresh]), 1)
            cell_of[fresh] = nearest[:, 0]
        index = cast("faiss.IndexIVFScalarQuantizer", faiss.clone_index(self._index))
        index.reset()
        return self._filed(index, vectors, cell_of, self.learnt_from, plan.probes)

    @classmethod
    def _filed(
        cls, index: faiss.IndexIVFScalarQuantizer, vectors: Vectors, cell_of: CellOf, learnt_from: int, probes: int
    ) -> CellCodes:
        """File the vectors in row order, so that cells and ties are the same each time."""
        wide = cell_of.astype(np.int64)
        step = 1 << 16
        for begin in range(0, len(vectors), step):
            some = np.ascontiguousarray(vectors[begin : begin + step])
            ids = np.arange(begin, begin + len(some), dtype=np.int64)
            where = np.ascontiguousarray(wide[begin : begin + len(some)])
            index.add_core(len(some), faiss.swig_ptr(some), faiss.swig_ptr(ids), faiss.swig_ptr(where))
        return cls(index, cell_of, learnt_from, probes)

    @classmethod
    def load(cls, folder: Path, plan: VectorPlan) -> CellCodes:
        """Open what `save` wrote; how many cells a query reads is up to the plan."""
        learnt_from = json.loads((folder / "cells.json").read_text("utf-8"))["learnt_from"]
        index = cast("faiss.IndexIVFScalarQuantizer", map_index(str(folder / CELLS)))
        planned = plan.cells(index.ntotal)
        # Cells that were learnt when the collection was smaller are fewer, and each holds more.
        probes = min(planned.probes if planned else index.nlist, index.nlist)
        return cls(index, map_array(folder / "cell_of.npy"), learnt_from, probes)

    def save(self, folder: Path) -> None:
        """Write cells and codes in FAISS's own format, and what later changes need, into a folder."""
        faiss.write_index(self._index, str(folder / CELLS))
        save_array(folder / "cell_of.npy", self.cell_of)
        (folder / "cells.json").write_text(json.dumps({"learnt_from": self.learnt_from}), "utf-8")

    def candidates(self, query: Vectors, depth: int, mask: Mask | None) -> Rows:
        """About the best `depth` rows that the mask keeps, fewer only where it keeps fewer."""
        kept = self._index.ntotal if mask is None else int(np.count_nonzero(mask))
        depth = min(depth, kept)
        if not depth:
            return np.empty(0, np.int64)
        selector, _bitmap = select(mask)
        # The nearest of a part lie farther off than those of all, but not so much farther as the part is smaller.
        more = (self._index.ntotal / kept) ** _FARTHER * max(1.0, depth / _USUAL_DEPTH)
        probes = min(self._index.nlist, ceil(self.probes * more))
        while True:
            parameters = faiss.SearchParametersIVF(sel=selector, nprobe=probes)  # type: ignore[call-arg]
            rows = ask(self._index, query, depth, parameters).rows
            if len(rows) == depth or probes == self._index.nlist:
                return rows
            probes = min(self._index.nlist, 4 * probes)
