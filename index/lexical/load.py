"""A setting → a lexical index, built or opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from index.lexical.base import LexicalBackend, LexicalIndex
from index.lexical.impact import ImpactIndex
from index.lexical.rank_bm25 import RankBM25Index


def build_lexical(backend: LexicalBackend, passages: Iterable[Sequence[str]]) -> LexicalIndex:
    """Index the terms of each passage, in row order."""
    return ImpactIndex.build(passages) if backend == "bm25s" else RankBM25Index(list(passages))


def load_lexical(backend: LexicalBackend, folder: Path) -> LexicalIndex:
    """Open what `save` of the same backend wrote."""
    return ImpactIndex.load(folder) if backend == "bm25s" else RankBM25Index.load(folder)
