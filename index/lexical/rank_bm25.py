"""BM25 by rank-bm25: a hundred lines that everybody can check, hundreds of times slower.

It computes tf · (k1 + 1) / (…) with its own idf, so the idf is replaced by Lucene's and the constant k1 + 1 divided
out: both backends then give the same scores, which is what the tests of the default one rest on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from index.lexical.base import K1, B, Rows, Scores, best_of, idf

_FILE = "terms.json"


class RankBM25Index:
    """The small lexical backend."""

    def __init__(self, passages: Sequence[Sequence[str]]) -> None:
        self._passages = [list(passage) for passage in passages]
        self._frequencies: dict[str, int] = {}
        for passage in passages:
            for term in set(passage):
                self._frequencies[term] = self._frequencies.get(term, 0) + 1
        self._okapi = BM25Okapi(self._passages, k1=K1, b=B) if self._frequencies else None
        if self._okapi is not None:
            self._okapi.idf = {term: idf(len(passages), df) for term, df in self._frequencies.items()}

    @classmethod
    def load(cls, folder: Path) -> RankBM25Index:
        """Open an index that `save` wrote; the counts are made again."""
        return cls(json.loads((folder / _FILE).read_text("utf-8")))

    def save(self, folder: Path) -> None:
        """Write the terms of every passage into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_text(json.dumps(self._passages, ensure_ascii=False), "utf-8")

    def restricted(self, rows: NDArray[np.integer]) -> RankBM25Index:
        """The index of these passages alone, numbered in this order."""
        return RankBM25Index([self._passages[row] for row in rows])

    def score(self, terms: Mapping[str, float]) -> Scores:
        """BM25 of every passage for weighted terms: float32, shape (n,)."""
        scores = np.zeros(len(self._passages), dtype=np.float64)
        if self._okapi is not None:
            for term, weight in terms.items():
                scores += weight * self._okapi.get_scores([term])
        return (scores / (K1 + 1)).astype(np.float32)

    def best(self, terms: Mapping[str, float], depth: int, mask: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Rows of the `depth` highest scores above zero that a mask keeps, in no order (see `best_of`)."""
        return best_of(self.score(terms), depth, mask)

    def score_of(self, terms: Mapping[str, float], rows: Rows) -> Scores:
        """BM25 of these passages."""
        return self.score(terms)[rows]

    def rows_with(self, term: str) -> Rows:
        """The rows of the passages that hold the term, rising."""
        return np.array([row for row, passage in enumerate(self._passages) if term in passage], dtype=np.int64)

    def frequency(self, term: str) -> int:
        """The number of passages that hold the term."""
        return self._frequencies.get(term, 0)

    def holds(self, term: str, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each of the rows, whether that passage holds the term."""
        return np.array([term in self._passages[row] for row in rows], dtype=np.bool_)

    def shares(self, term: str) -> tuple[NDArray[np.int32], Scores]:
        """The passages that hold the term, rising, and what it adds to the score of each at weight 1."""
        scores = self.score({term: 1.0})
        rows = np.flatnonzero(scores).astype(np.int32)
        return rows, scores[rows]

    def vocabulary(self) -> Sequence[str]:
        """Every term of the index, sorted."""
        return sorted(self._frequencies)
