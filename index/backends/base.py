"""The protocol of a backend, and what passes through it.

A backend keeps generations by name, one of them published. Each is written once: begun, filled in any order and as
often as needed (writing a passage twice is writing it once, so that work which was interrupted goes on), sealed, and
then published by moving one alias. Nothing that is published ever changes; the next generation stands beside it.

A passage is known to a backend by its row, its number in every index of the generation. What it is filed under and the
terms it holds are written as numbers; the generation's code book says what they stand for. No text of a source and no
value of a filter ever becomes a part of an engine's query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.backends.expressions import Expression
from index.encoders.base import Vectors
from index.facets import Facet
from index.vectors import Rows


class Found(NamedTuple):
    """Passages by falling score, equal ones by row: int64 and float32, both of shape (found,)."""

    rows: Rows
    scores: NDArray[np.float32]

    @classmethod
    def best(cls, rows: Rows, scores: NDArray[np.float32], depth: int) -> Found:
        """The best `depth` of some passages, put in order."""
        order = np.lexsort((rows, -scores))[:depth]
        return cls(rows[order], scores[order])


class CodeBook(NamedTuple):
    """What the numbers of a generation stand for."""

    dimensions: int  # of a vector
    terms: Sequence[str]  # in the order of their numbers
    facets: Mapping[str, Facet]


class Entries(NamedTuple):
    """Passages as a backend keeps them; every list has one entry a passage.

    `impacts` holds, by the number of the term, each term's share of the passage's BM25 score (float32, above zero), so
    that the score of a query is the inner product of its terms' weights with them. `facets` holds the numbers of the
    passage's values, ascending.
    """

    rows: Rows
    ids: Sequence[str]
    vectors: Vectors
    impacts: Sequence[Mapping[int, float]]
    facets: Mapping[str, Sequence[Sequence[int]]]

    def some(self, part: slice) -> Entries:
        """A part of the passages."""
        rows, ids, vectors, impacts, facets = self
        return Entries(
            rows[part], ids[part], vectors[part], impacts[part], {name: one[part] for name, one in facets.items()}
        )


class Collection(Protocol):
    """One sealed generation, to be searched. Safe to share between threads."""

    def dense(self, vector: Vectors, depth: int, where: Expression) -> Found:
        """The `depth` passages closest to a vector of shape (dimensions,), among those that `where` keeps."""

    def lexical(self, weights: Mapping[str, float], depth: int, where: Expression) -> Found:
        """The `depth` passages of the highest BM25 for weighted terms; none of those that hold no term."""

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of these rows, in their order: float32, shape (len(rows), dimensions)."""

    def fetch(self, rows: Rows) -> Entries:
        """All that is kept of these rows, in their order."""

    def scan(self, where: Expression) -> Iterator[Entries]:
        """All that is kept of the passages that `where` keeps, by row, some hundreds at a time."""

    def count(self, where: Expression) -> int:
        """How many passages `where` keeps."""


class Backend(Protocol):
    """Keeps generations. Every method raises EngineError where the engine cannot do it or be reached."""

    def begin(self, name: str, book: CodeBook) -> int:
        """Make room for a generation, or go on with one that was begun; gives the number of passages that it has."""

    def upsert(self, name: str, entries: Entries) -> None:
        """Write passages of a generation that was begun; those already there are written over."""

    def delete(self, name: str, rows: Rows) -> None:
        """Take passages out of a generation that was begun; those that are not there are no error."""

    def seal(self, name: str, passages: int) -> None:
        """Finish a generation: everything is kept and can be searched. Raises where it has not so many passages."""

    def publish(self, name: str) -> None:
        """Make a sealed generation the published one, in one step for all who search."""

    def published(self) -> str | None:
        """The name of the published generation, or None before the first."""

    def names(self) -> list[str]:
        """The names of all generations, also of those that were only begun, in order."""

    def open(self, name: str, book: CodeBook) -> Collection:
        """A sealed generation, to be searched."""

    def drop(self, name: str) -> None:
        """Forget a generation; the published one cannot be dropped."""
