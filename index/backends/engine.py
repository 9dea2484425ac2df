"""The two indexes of a generation that is searched in an engine.

They have the faces of `VectorIndex` and `LexicalIndex`, so that a search reads the same either way. The engine finds:
both legs run there, with the filters, and it keeps the vectors. What it found is scored here, with the arithmetic of
the embedded index, so that both give the same answers. The frequencies of terms, and which passage holds which, come
from the generation's own files, mapped from disk.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.backends.base import Collection
from index.backends.book import visible
from index.backends.expressions import All, And, ExpressedMask, Expression, These, renumbered
from index.encoders.base import Vectors
from index.errors import EngineError
from index.lexical.base import LexicalIndex
from index.vectors import Mask, Nearest, Rows

_AGAIN = "Nothing of it was shown. Write the index there again: afterwise migrate --rewrite"


def where_of(mask: Mask | None) -> Expression:
    """What a mask keeps, as the engine is told: by the expression it was made from, or else by rows."""
    if mask is None:
        return All()
    known = mask.expression if isinstance(mask, ExpressedMask) else None
    return known or These(np.flatnonzero(mask))


class EngineVectors:
    """Vectors of one generation in an engine. Safe to share between threads."""

    def __init__(self, collection: Collection, dimensions: int) -> None:
        self._collection = collection
        self._dimensions = dimensions
        self._last = threading.local()  # one search asks for the same vectors several times

    def nearest(self, query: Vectors, depth: int, mask: Mask | None = None) -> Nearest:
        """The `depth` passages closest to one query vector of shape (dimensions,), among those that `mask` keeps."""
        return Nearest(*self._collection.dense(query, depth, where_of(mask)))

    def of(self, rows: Rows) -> Vectors:
        """The vectors of these rows: float32, shape (len(rows), dimensions)."""
        if not len(rows):
            return np.empty((0, self._dimensions), np.float32)
        known: tuple[Rows, Vectors] | None = getattr(self._last, "fetched", None)
        if known is None or not np.isin(rows, known[0]).all():
            ordered = np.unique(rows)
            known = self._last.fetched = ordered, self._collection.vectors(ordered)
        return np.asarray(known[1][np.searchsorted(known[0], rows)])

    def stored(self, rows: Rows) -> Vectors:
        """The vectors of these rows: float32, shape (len(rows), dimensions)."""
        return self.of(rows)

    def cosines(self, query: Vectors, rows: Rows) -> NDArray[np.float32]:
        """The true cosine of each of the rows with one query vector: float32, shape (len(rows),)."""
        return np.asarray(self.of(rows) @ query, dtype=np.float32)


class RestrictedEngineVectors(EngineVectors):
    """Some rows of them, those of documents that have one of some visibilities, as if there were no others.

    The engine is told for whom the search is, together with the filters: it looks at no other passage. `rows` rise, and
    row 0 here is `rows[0]` there.
    """

    def __init__(self, whole: EngineVectors, rows: Rows, visibilities: Iterable[str]) -> None:
        super().__init__(whole._collection, whole._dimensions)
        self._rows = rows
        self._visible = visible(visibilities)

    def nearest(self, query: Vectors, depth: int, mask: Mask | None = None) -> Nearest:
        """The `depth` passages closest to one query vector, among those that `mask` keeps: as `VectorIndex` has it."""
        if not len(self._rows):
            return Nearest(np.empty(0, np.int64), np.empty(0, np.float32))
        where = And((self._visible, renumbered(where_of(mask), self._rows)))
        found = self._collection.dense(query, depth, where)
        here = np.searchsorted(self._rows, found.rows)
        if not (self._rows[np.minimum(here, len(self._rows) - 1)] == found.rows).all():
            raise EngineError("The engine gave passages that this reader may not see.", hint=_AGAIN)
        return Nearest(here, found.scores)

    def of(self, rows: Rows) -> Vectors:
        """The vectors of these rows: float32, shape (len(rows), dimensions)."""
        return super().of(self._rows[rows])


class EngineLexical:
    """BM25 of one generation: the best passages come from an engine, the rest from the generation's own index."""

    def __init__(self, collection: Collection, own: LexicalIndex) -> None:
        self._collection = collection
        self._own = own
        self.score = own.score
        self.score_of = own.score_of
        self.rows_with = own.rows_with
        self.frequency = own.frequency
        self.holds = own.holds
        self.shares = own.shares
        self.vocabulary = own.vocabulary
        # Terms weigh otherwise where some passages are hidden, and the engine keeps the weights of the whole.
        self.restricted = own.restricted

    def best(self, terms: Mapping[str, float], depth: int, mask: Mask | None = None) -> Rows:
        """Rows of the `depth` highest scores above zero that a mask keeps."""
        return self._collection.lexical(terms, depth, where_of(mask)).rows

    def save(self, folder: Path) -> None:
        """Write the index into an empty folder."""
        self._own.save(folder)
