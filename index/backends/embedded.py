"""The generation's own indexes as a backend: FAISS, BM25 and facets in this process.

It is what every other backend is held against. A data folder fills its generations itself (`index/build.py`); the
writing side here keeps them in memory, which is enough to hold a projection against its original.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.backends.base import CodeBook, Entries, Found
from index.backends.expressions import All, Expression, matching
from index.encoders.base import Vectors
from index.errors import EngineError
from index.lexical.base import LexicalIndex, best_of
from index.lexical.impact import ImpactIndex
from index.lexical.postings import Postings
from index.vectors import Mask, Rows, VectorIndex

_SPAN = 500  # passages of one batch of a scan

Impacts = Sequence[Mapping[int, float]]


class EmbeddedCollection:
    """One generation in this process."""

    def __init__(self, vectors: VectorIndex, lexical: LexicalIndex, ids: Sequence[str], book: CodeBook) -> None:
        self._vectors = vectors
        self._lexical = lexical
        self._ids = ids
        self._book = book

    def dense(self, vector: Vectors, depth: int, where: Expression) -> Found:
        """The `depth` passages closest to a vector of shape (dimensions,), among those that `where` keeps."""
        nearest = self._vectors.nearest(vector, depth, self._mask(where))
        return Found.best(nearest.rows, nearest.cosines, depth)

    def lexical(self, weights: Mapping[str, float], depth: int, where: Expression) -> Found:
        """The `depth` passages of the highest BM25 for weighted terms; none of those that hold no term."""
        scores = self._lexical.score(weights)
        rows = best_of(scores, depth, self._mask(where))
        return Found.best(rows, scores[rows], depth)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of these rows, in their order."""
        return self._vectors.stored(rows)

    def fetch(self, rows: Rows) -> Entries:
        """All that is kept of these rows, in their order."""
        return Entries(
            rows=rows,
            ids=[self._ids[row] for row in rows.tolist()],
            vectors=self.vectors(rows),
            impacts=impacts_of(self._lexical, self._book.terms, rows),
            facets={
                name: [sorted(facet.numbers_of(row)) for row in rows.tolist()]
                for name, facet in self._book.facets.items()
            },
        )

    def scan(self, where: Expression) -> Iterator[Entries]:
        """All that is kept of the passages that `where` keeps, by row."""
        mask = self._mask(where)
        rows = np.arange(len(self._ids)) if mask is None else np.flatnonzero(mask)
        for begin in range(0, len(rows), _SPAN):
            yield self.fetch(rows[begin : begin + _SPAN])

    def count(self, where: Expression) -> int:
        """How many passages `where` keeps."""
        return int(matching(where, self._book.facets, len(self._ids)).sum())

    def _mask(self, where: Expression) -> Mask | None:
        return None if isinstance(where, All) else matching(where, self._book.facets, len(self._ids))


class EmbeddedBackend:
    """Keeps generations in memory."""

    def __init__(self) -> None:
        self._begun: dict[str, tuple[CodeBook, dict[int, Entries]]] = {}
        self._sealed: dict[str, EmbeddedCollection] = {}
        self._published: str | None = None

    def begin(self, name: str, book: CodeBook) -> int:
        """Make room for a generation, or go on with one that was begun."""
        return len(self._begun.setdefault(name, (book, {}))[1])

    def upsert(self, name: str, entries: Entries) -> None:
        """Write passages of a generation that was begun."""
        _, kept = self._known(name)
        for at, row in enumerate(entries.rows.tolist()):
            kept[row] = entries.some(slice(at, at + 1))

    def delete(self, name: str, rows: Rows) -> None:
        """Take passages out of a generation that was begun."""
        _, kept = self._known(name)
        for row in rows.tolist():
            kept.pop(row, None)

    def seal(self, name: str, passages: int) -> None:
        """Build the indexes of a generation. Raises EngineError where it has not the rows 0 to passages - 1."""
        book, kept = self._known(name)
        if sorted(kept) != list(range(passages)):
            raise EngineError(f"{name} has {len(kept):,} passages, not {passages:,}.", hint="Write those that lack.")
        entries = [kept[row] for row in range(passages)]
        vectors = np.concatenate([one.vectors for one in entries])
        lexical = _lexical_of(book.terms, [one.impacts[0] for one in entries])
        ids = [one.ids[0] for one in entries]
        self._sealed[name] = EmbeddedCollection(VectorIndex.build(vectors), lexical, ids, book)

    def publish(self, name: str) -> None:
        """Make a sealed generation the published one."""
        self._open(name)
        self._published = name

    def published(self) -> str | None:
        """The name of the published generation, or None before the first."""
        return self._published

    def names(self) -> list[str]:
        """The names of all generations, in order."""
        return sorted(self._begun)

    def open(self, name: str, book: CodeBook) -> EmbeddedCollection:  # noqa: ARG002  # it has the book from `begin`
        """A sealed generation, to be searched."""
        return self._open(name)

    def drop(self, name: str) -> None:
        """Forget a generation; the published one cannot be dropped."""
        if name == self._published:
            raise EngineError(f"{name} is published.", hint="Publish another generation first.")
        self._begun.pop(name, None)
        self._sealed.pop(name, None)

    def _known(self, name: str) -> tuple[CodeBook, dict[int, Entries]]:
        if name not in self._begun:
            raise EngineError(f"There is no generation {name}.", hint="Begin it first.")
        return self._begun[name]

    def _open(self, name: str) -> EmbeddedCollection:
        if name not in self._sealed:
            raise EngineError(f"There is no sealed generation {name}.", hint="Fill and seal it first.")
        return self._sealed[name]


def impacts_of(lexical: LexicalIndex, terms: Sequence[str], rows: Rows) -> list[dict[int, float]]:
    """For each of the rows, its share of BM25 for every term that it holds, by the term's number."""
    found: list[dict[int, float]] = [{} for _ in range(len(rows))]
    order = np.argsort(rows, kind="stable")
    sought = rows[order]
    for number, term in enumerate(terms):
        holding, impacts = lexical.shares(term)
        places, here = _meet(holding, sought)
        for at, impact in zip(order[places].tolist(), impacts[here].tolist(), strict=True):
            found[at][number] = impact
    return found


def _meet(holding: NDArray[np.integer], sought: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where two ascending lists meet: places in the second, and places in the first."""
    first, last = np.searchsorted(holding, (sought[0], sought[-1] + 1)) if len(sought) else (0, 0)
    near = holding[first:last]
    places = np.searchsorted(sought, near)
    there = sought[np.minimum(places, len(sought) - 1)] == near if len(near) else np.empty(0, np.bool_)
    return places[there], np.flatnonzero(there) + first


def _lexical_of(terms: Sequence[str], impacts: Impacts) -> ImpactIndex:
    """The index whose scores are the inner product with these impacts. It knows no counts: it cannot be restricted."""
    pairs = sorted((term, row, impact) for row, one in enumerate(impacts) for term, impact in one.items())
    numbers = np.array([term for term, _, _ in pairs], dtype=np.int64)
    starts = np.searchsorted(numbers, np.arange(len(terms) + 1)).astype(np.int64)
    rows = np.array([row for _, row, _ in pairs], dtype=np.int32)
    unknown = np.zeros(len(pairs), dtype=np.uint8)
    postings = Postings(terms, starts, rows, unknown, np.zeros(len(impacts), dtype=np.uint32))
    return ImpactIndex(postings, np.array([impact for _, _, impact in pairs], dtype=np.float32))
