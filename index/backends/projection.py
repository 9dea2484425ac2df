"""A generation → a backend: its passages copied as they are, without encoding again, checked, and published.

Work that was stopped goes on where it was: a generation's name is a hash of its content, so what a backend has under
that name is what would be written. Nothing is published before samples of what was written come back the same, and
score the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.backends.base import Backend, CodeBook, Collection, Entries
from index.backends.book import book_of
from index.backends.embedded import EmbeddedCollection, impacts_of
from index.backends.expressions import All
from index.errors import EngineError
from index.opened import Opened
from index.progress import Progress
from index.vectors import VectorIndex

BATCH = 500  # passages written at a time, some megabytes
_SPAN = 20_000  # passages whose impacts are gathered at a time: all terms are gone through for each span
_SAMPLE = 50  # passages read back
_DEPTH = 10
TOLERANCE = 1e-5  # of a score: an engine adds up 32-bit numbers in an order of its own


class Projected(NamedTuple):
    """What a projection did."""

    name: str
    passages: int
    written: int  # fewer than there are where an earlier run had begun


def embedded(opened: Opened) -> EmbeddedCollection:
    """A generation that was opened without an engine, as a backend has it."""
    if not isinstance(opened.vectors, VectorIndex):
        raise TypeError("a generation that is searched in an engine has no vectors of its own")
    return EmbeddedCollection(opened.vectors, opened.lexical, opened.store.passage_ids(), _book(opened))


def project(opened: Opened, backend: Backend, progress: Progress, *, rewrite: bool = False) -> Projected:
    """Copy a generation and publish it there. Raises EngineError, and then nothing is published."""
    done = copy(opened, backend, progress, rewrite=rewrite)
    backend.publish(done.name)
    return done


def copy(opened: Opened, backend: Backend, progress: Progress, *, rewrite: bool = False) -> Projected:
    """Copy a generation, whole and checked, without publishing it. Raises EngineError.

    With `rewrite` what is there already is written over.
    """
    name, passages = opened.manifest.name, opened.manifest.passages
    book = _book(opened)
    there = backend.begin(name, book)
    written = 0
    # The second time only where what was there had gaps.
    for first in (0,) if rewrite else (there - there % BATCH, 0):
        if rewrite or backend.begin(name, book) != passages:
            written += _write(opened, backend, first, progress)
    backend.seal(name, passages)
    check(opened, backend.open(name, book))
    return Projected(name, passages, written)


def _write(opened: Opened, backend: Backend, first: int, progress: Progress) -> int:
    passages = opened.manifest.passages
    with progress.stage("copying", total=passages) as advance:
        advance(first)
        for entries in _entries(opened, first):
            backend.upsert(opened.manifest.name, entries)
            advance(len(entries.rows))
    return passages - first


def _entries(opened: Opened, first: int) -> Iterator[Entries]:
    """All passages from a row on, a batch at a time."""
    ids = opened.store.passage_ids()
    _, terms, filed = _book(opened)
    for begin in range(first, len(ids), _SPAN):
        rows = np.arange(begin, min(begin + _SPAN, len(ids)), dtype=np.int64)
        facets = {name: [sorted(facet.numbers_of(row)) for row in rows.tolist()] for name, facet in filed.items()}
        vectors, impacts = opened.vectors.stored(rows), impacts_of(opened.lexical, terms, rows)
        whole = Entries(rows, ids[begin : begin + _SPAN], vectors, impacts, facets)
        for at in range(0, len(rows), BATCH):
            yield whole.some(slice(at, at + BATCH))


def check(opened: Opened, collection: Collection) -> None:
    """Hold a projection against its generation: the count, a sample of passages, and scores of both legs.

    Raises EngineError where they differ.
    """
    own, passages = embedded(opened), opened.manifest.passages
    random = np.random.default_rng(int(opened.manifest.name, 16))
    sample = np.sort(random.choice(passages, size=min(_SAMPLE, passages), replace=False))
    if collection.count(All()) != passages:
        raise _differs(opened, "the number of passages")
    original = own.fetch(sample)
    if not _same(original, collection.fetch(sample)):
        raise _differs(opened, "a passage")
    terms = opened.lexical.vocabulary()
    for vector, impacts in zip(original.vectors[:_DEPTH], original.impacts, strict=False):
        near = collection.dense(vector, _DEPTH, All())
        if not np.allclose(near.scores, own.vectors(near.rows) @ vector, atol=TOLERANCE):
            raise _differs(opened, "a cosine")
        weights = {terms[number]: 1.0 for number in impacts}
        scores = own.lexical(weights, _DEPTH, All()).scores
        if not _alike(collection.lexical(weights, _DEPTH, All()).scores, scores):
            raise _differs(opened, "a BM25 score")


def _book(opened: Opened) -> CodeBook:
    return book_of(opened.manifest, opened.store, opened.lexical, opened.facets)


def _alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=TOLERANCE, atol=TOLERANCE))


def _same(one: Entries, other: Entries) -> bool:
    return (
        np.array_equal(one.rows, other.rows)
        and list(one.ids) == list(other.ids)
        and np.array_equal(one.vectors, other.vectors)
        and [dict(impacts) for impacts in one.impacts] == [dict(impacts) for impacts in other.impacts]
        and all([*map(list, one.facets[name])] == [*map(list, other.facets[name])] for name in one.facets)
    )


def _differs(opened: Opened, what: str) -> EngineError:
    return EngineError(
        f"The engine does not give back what was written: {what} of generation {opened.manifest.name} differs.",
        hint="Nothing was published. Write it again: afterwise migrate --rewrite",
    )
