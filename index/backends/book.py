"""What the numbers of a generation stand for in an engine: its terms, its facets, and for whom each passage is.

Visibility is a facet of the engine alone. No reader's filter can name it: readers' filters are checked against the
facets of the generation, which has none of that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from index.backends.base import CodeBook
from index.backends.expressions import In
from index.facets import Facet
from index.generation import Manifest
from index.lexical.base import LexicalIndex
from index.store import Store

VISIBILITY = "visibility"


def book_of(manifest: Manifest, store: Store, lexical: LexicalIndex, facets: Mapping[str, Facet]) -> CodeBook:
    """The code book of a whole generation."""
    everything = {**facets, VISIBILITY: _visibility(store)}
    return CodeBook(manifest.encoder.dimensions, lexical.vocabulary(), everything)


def visible(visibilities: Iterable[str]) -> In:
    """The passages of documents that have one of these visibilities."""
    return In(VISIBILITY, tuple(sorted(map(_code, visibilities))))


def _visibility(store: Store) -> Facet:
    by_document = store.visibilities()
    values = sorted(set(map(_code, by_document.values())))
    passages = len(store.numbers)
    numbers = np.zeros(passages, dtype=np.int32)
    if len(values) > 1:
        number_of = {id_: values.index(_code(one)) for id_, one in by_document.items()}
        numbers[:] = [number_of[id_] for id_ in store.documents_of_passages()]
    return Facet(values, np.arange(passages + 1, dtype=np.int64), numbers)


def _code(visibility: str) -> str:
    """In letters that have no case: the groups hr and HR are two, and facets compare without regard to case."""
    return visibility.encode().hex()
