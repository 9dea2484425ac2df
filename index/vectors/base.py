"""What a search by vectors gives, and how an index of FAISS is asked."""

from __future__ import annotations

from typing import NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Vectors

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Nearest(NamedTuple):
    """Passages by falling cosine, equal ones by row: rows int64 and cosines float32, both of shape (found,)."""

    rows: Rows
    cosines: NDArray[np.float32]


def select(mask: Mask | None) -> tuple[faiss.IDSelector | None, NDArray[np.uint8] | None]:
    """FAISS's selector of the rows that a mask keeps; it reads the bitmap in place, so keep both until all is found."""
    if mask is None:
        return None, None
    bitmap = np.packbits(mask, bitorder="little")
    return faiss.IDSelectorBitmap(bitmap), bitmap  # type: ignore[call-arg, arg-type]  # stubs know C++ only


def ask(index: faiss.Index, query: Vectors, depth: int, parameters: faiss.SearchParameters | None) -> Nearest:
    """The best `depth` rows of one query vector, fewer where the index finds fewer. One thread serves one query.

    Single queries are no faster with two threads, and the other core is free for the next request.
    """
    faiss.omp_set_num_threads(1)
    cosines, rows = index.search(query.reshape(1, -1), depth, params=parameters)
    found = rows[0] >= 0
    order = np.lexsort((rows[0][found], -cosines[0][found]))  # FAISS gives equal ones in no order
    return Nearest(rows[0][found][order], cosines[0][found][order])


def map_index(file: str) -> faiss.Index:
    """An index that FAISS wrote, its codes mapped into memory: all processes share them."""
    return faiss.read_index(file, faiss.IO_FLAG_MMAP_IFC)
