"""A published generation, verified and open for searching."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from index.backends.base import Backend
from index.backends.book import book_of
from index.backends.engine import EngineLexical, EngineVectors
from index.errors import GenerationError
from index.facets import Facet, load_facets
from index.generation import Manifest, current, folder_of, verify
from index.layout import Layout
from index.lexical.base import LexicalIndex
from index.lexical.load import load_lexical
from index.store import Store
from index.vectors import VectorIndex
from index.words.wordbook import WordBook


class Opened(NamedTuple):
    """Everything that a search reads. Nothing in it ever changes."""

    manifest: Manifest
    store: Store
    vectors: VectorIndex | EngineVectors
    lexical: LexicalIndex
    facets: dict[str, Facet]
    layout: Layout
    words: WordBook


def open_generation(data: Path, engine: Backend | None = None) -> Opened:
    """Open the published generation of a data folder, all checksums verified, to be searched there or in an engine.

    Raises GenerationError, and EngineError where the engine cannot be reached or has no such generation.
    """
    while True:
        name = current(data)
        if name is None:
            raise GenerationError(
                f"There is no index in {data}.", hint=f"Build one first: afterwise index PATH… --data {data}"
            )
        try:
            return open_named(data, name, engine)
        except Exception:
            # An indexer may have published the next generation and removed this one meanwhile.
            if current(data) == name:
                raise


def open_named(data: Path, name: str, engine: Backend | None = None) -> Opened:
    """The same for a generation of this name, published or not."""
    folder = folder_of(data, name)
    manifest = verify(folder, data)
    store = Store(folder / "store.sqlite")
    vectors: VectorIndex | EngineVectors
    lexical = load_lexical(manifest.lexical, folder / "lexical")
    facets = load_facets(folder / "facets")
    if engine is None:
        vectors = VectorIndex.load(folder / "vectors", manifest.vector_index)
    else:
        collection = engine.open(name, book_of(manifest, store, lexical, facets))
        vectors = EngineVectors(collection, manifest.encoder.dimensions)
        lexical = EngineLexical(collection, lexical)
    return Opened(
        manifest=manifest,
        vectors=vectors,
        lexical=lexical,
        facets=facets,
        layout=Layout.load(folder / "layout.npz"),
        words=WordBook.load(folder / "words"),
        store=store,
    )
