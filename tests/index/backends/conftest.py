"""A small collection with hostile values, and every backend to keep it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from index.backends.base import Backend, CodeBook, Entries
from index.backends.embedded import EmbeddedBackend, EmbeddedCollection, impacts_of
from index.backends.load import connect
from index.encoders.base import Vectors
from index.facets import Facet
from index.lexical.impact import ImpactIndex
from index.settings import EngineSettings
from index.vectors import VectorIndex

PASSAGES, DIMENSIONS = 60, 8
HOSTILE = (
    'Jordan"] or row >= 0 or array_contains(facet_kind, 0) or id in ["',
    "'; drop collection afterwise; --",
    '{{ 7 * 7 }} \\ " \n \0',
    "Côte d’Ivoire 🌽",
    "true",
    "[1, 2]",
    "",
)
COUNTRIES = ("Jordan", "Egypt", *HOSTILE)


class Small(NamedTuple):
    """A generation made of nothing but numbers: what is in it, and itself as the embedded backend has it."""

    book: CodeBook
    entries: Entries
    terms: list[list[str]]
    original: EmbeddedCollection


def make(label: str, seed: int) -> Small:
    """A collection of `PASSAGES`; the last passage has no term, some have no country."""
    random = np.random.default_rng(seed)
    words = [f"word{number}" for number in range(20)]
    terms = [[*random.choice(words, size=random.integers(1, 30))] for _ in range(PASSAGES - 1)] + [[]]
    vectors = random.standard_normal((PASSAGES, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[7] = vectors[3]  # equal scores
    facets = {
        "kind": Facet.build([(("lesson", "finding")[row % 2],) for row in range(PASSAGES)]),
        "year": Facet.build([(str(2010 + row % 12),) if row % 5 else () for row in range(PASSAGES)]),
        "country": Facet.build(
            tuple(dict.fromkeys(random.choice(COUNTRIES, size=random.integers(0, 4)).tolist())) for _ in range(PASSAGES)
        ),
    }
    lexical = ImpactIndex.build(terms)
    book = CodeBook(DIMENSIONS, lexical.vocabulary(), facets)
    rows = np.arange(PASSAGES, dtype=np.int64)
    ids = [f"{label}:lesson:{row}:text-1 '\"\\" for row in range(PASSAGES)]
    numbers = {name: [sorted(facet.numbers_of(row)) for row in range(PASSAGES)] for name, facet in facets.items()}
    entries = Entries(rows, ids, vectors, impacts_of(lexical, book.terms, rows), numbers)
    return Small(book, entries, terms, EmbeddedCollection(VectorIndex.build(vectors), lexical, ids, book))


@pytest.fixture(scope="session")
def small() -> Small:
    return make("first", 1)


@pytest.fixture(scope="session")
def other() -> Small:
    return make("second", 2)


@pytest.fixture(params=["embedded", "milvus-lite", "milvus-lite server", "cluster"])
def backend(request: pytest.FixtureRequest, engines: Callable[[str], EngineSettings]) -> Backend:
    """Every backend in turn, empty."""
    return EmbeddedBackend() if request.param == "embedded" else connect(engines(request.param))


@pytest.fixture
def query() -> Vectors:
    vector = np.random.default_rng(5).standard_normal(DIMENSIONS).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
