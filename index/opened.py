"""A published generation, verified and open for searching."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

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
    vectors: VectorIndex
    lexical: LexicalIndex
    facets: dict[str, Facet]
    layout: Layout
    words: WordBook


def open_generation(data: Path) -> Opened:
    """Open the published generation of a data folder, all checksums verified. Raises GenerationError."""
    while True:
        name = current(data)
        if name is None:
            raise GenerationError(
                f"There is no index in {data}.", hint=f"Build one first: afterwise index PATH… --data {data}"
            )
        try:
            return _open(data, name)
        except Exception:
            # An indexer may have published the next generation and removed this one meanwhile.
            if current(data) == name:
                raise


def _open(data: Path, name: str) -> Opened:
    folder = folder_of(data, name)
    manifest = verify(folder, data)
    return Opened(
        manifest=manifest,
        vectors=VectorIndex.load(folder / "vectors", manifest.vector_index),
        lexical=load_lexical(manifest.lexical, folder / "lexical"),
        facets=load_facets(folder / "facets"),
        layout=Layout.load(folder / "layout.npz"),
        words=WordBook.load(folder / "words"),
        store=Store(folder / "store.sqlite"),
    )
