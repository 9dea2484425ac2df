"""Every vector compared with the query, none left out, in 8 bits a dimension.

From some thousands of passages on the time goes into reading the vectors from memory. In 8 bits that is a quarter; the
true cosines of a few more than are wanted then give the same order (index.py): on 12,547 passages the same 500.
"""

from __future__ import annotations

from pathlib import Path

import faiss

from index.encoders.base import Vectors
from index.vectors.base import Mask, Rows, ask, map_index, select

CODES = "codes.faiss"


class ExactCodes:
    """The first pass over all vectors."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> ExactCodes:
        """Each dimension between its least and its greatest value."""
        index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors)
        index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> ExactCodes:
        """Open what `save` wrote."""
        return cls(map_index(str(folder / CODES)))

    def save(self, folder: Path) -> None:
        """Write the codes in FAISS's own format into a folder."""
        faiss.write_index(self._index, str(folder / CODES))

    def candidates(self, query: Vectors, depth: int, mask: Mask | None) -> Rows:
        """About the best `depth` rows that the mask keeps."""
        selector, _bitmap = select(mask)
        parameters = None if selector is None else faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        return ask(self._index, query, depth, parameters).rows
