"""BM25 as an impact matrix: each term's share of each passage's score, computed once (Lù 2024, "BM25S").

bm25s builds, writes and memory-maps the matrix. Scoring adds up a few of its columns, which numpy does in tens of
microseconds at ten thousand passages; unlike bm25s's own loop it knows weights of query terms.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.lexical.base import K1, B, Scores


class ImpactIndex:
    """The default lexical backend."""

    def __init__(self, index: bm25s.BM25) -> None:
        self._index = index
        self._terms: dict[str, int] = index.vocab_dict
        # A slice of numpy.memmap costs a microsecond more than one of a plain array over the same mapped memory.
        self._values = np.asarray(index.scores["data"])
        self._rows = np.asarray(index.scores["indices"])
        self._starts = np.asarray(index.scores["indptr"])
        self._frequencies = np.diff(self._starts)
        self._passages = int(index.scores["num_docs"])

    @classmethod
    def build(cls, passages: Sequence[Sequence[str]]) -> ImpactIndex:
        """Index the terms of each passage, in row order."""
        terms = sorted({term for passage in passages for term in passage})
        number = {term: at for at, term in enumerate(terms)}
        index = bm25s.BM25(k1=K1, b=B, method="lucene", dtype="float32", int_dtype="int32")
        ids = [[number[term] for term in passage] for passage in passages]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # without a single term the average length is 0 / 0
            index.index((ids, number), create_empty_token=False, show_progress=False)
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> ImpactIndex:
        """Open an index that `save` wrote; the matrix stays on disk and is mapped into memory."""
        return cls(bm25s.BM25.load(folder, mmap=True, show_progress=False))

    def save(self, folder: Path) -> None:
        """Write the index into an empty folder, without pickle."""
        self._index.save(folder, show_progress=False)

    def _column(self, term: str) -> slice:
        at = self._terms.get(term)
        return slice(0, 0) if at is None else slice(self._starts[at], self._starts[at + 1])

    def score(self, terms: Mapping[str, float]) -> Scores:
        """BM25 of every passage for weighted terms: float32, shape (n,)."""
        scores = np.zeros(self._passages, dtype=np.float32)
        for term, weight in terms.items():
            column = self._column(term)
            # A passage stands in a column once, so plain indexed addition is right (and faster than np.add.at).
            shares = self._values[column]
            scores[self._rows[column]] += shares if weight == 1 else shares * np.float32(weight)
        return scores

    def frequency(self, term: str) -> int:
        """The number of passages that hold the term."""
        at = self._terms.get(term)
        return 0 if at is None else int(self._frequencies[at])

    def holds(self, term: str, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each of the rows, whether that passage holds the term."""
        held = np.zeros(self._passages, dtype=np.bool_)
        held[self._rows[self._column(term)]] = True
        return np.asarray(held[rows])

    def vocabulary(self) -> Sequence[str]:
        """Every term of the index, sorted."""
        return sorted(self._terms)
