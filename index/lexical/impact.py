"""BM25 as an impact matrix: each term's share of each passage's score, computed once (Lù 2024, "BM25S").

Scoring adds up a few columns of the matrix, which numpy does in tens of microseconds at ten thousand passages; unlike
bm25s's own loop it knows weights of query terms. The tests hold every number against bm25s itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import map_array, save_array
from index.lexical.base import Rows, Scores, best_of
from index.lexical.postings import Postings

_ARRAYS = ("starts", "rows", "counts", "lengths")


class ImpactIndex:
    """The default lexical backend."""

    def __init__(self, postings: Postings, impacts: NDArray[np.float32] | None = None) -> None:
        """`impacts` are those of the postings, computed where not given."""
        self.postings = postings
        self._impacts = postings.impacts() if impacts is None else impacts
        self._rows = postings.rows
        self._starts = postings.starts
        self._numbers = {term: at for at, term in enumerate(postings.terms)}
        self._passages = len(postings.lengths)

    @classmethod
    def build(cls, passages: Iterable[Sequence[str]]) -> ImpactIndex:
        """Index the terms of each passage, in row order."""
        return cls(Postings.of(passages))

    @classmethod
    def load(cls, folder: Path) -> ImpactIndex:
        """Open an index that `save` wrote; its arrays stay on disk and are mapped into memory."""
        terms = json.loads((folder / "terms.json").read_text("utf-8"))
        postings = Postings(terms, *(map_array(folder / f"{name}.npy") for name in _ARRAYS))
        return cls(postings, map_array(folder / "impacts.npy"))

    def save(self, folder: Path) -> None:
        """Write the index into an empty folder, without pickle."""
        folder.mkdir(parents=True, exist_ok=True)
        terms = json.dumps(list(self.postings.terms), ensure_ascii=False)
        (folder / "terms.json").write_text(terms, "utf-8")
        for name in _ARRAYS:
            save_array(folder / f"{name}.npy", getattr(self.postings, name))
        save_array(folder / "impacts.npy", self._impacts)

    def restricted(self, rows: NDArray[np.integer]) -> ImpactIndex:
        """The index of these passages alone, numbered in this order: the same as `build` from their terms.

        Frequencies and the average length are those of these passages, so nothing tells of the others. `rows` rise.
        """
        return ImpactIndex(self.postings.restricted(rows))

    def _column(self, term: str) -> slice:
        at = self._numbers.get(term)
        return slice(0, 0) if at is None else slice(self._starts[at], self._starts[at + 1])

    def score(self, terms: Mapping[str, float]) -> Scores:
        """BM25 of every passage for weighted terms: float32, shape (n,)."""
        scores = np.zeros(self._passages, dtype=np.float32)
        for term, weight in terms.items():
            column = self._column(term)
            # A passage stands in a column once, so plain indexed addition is right (and faster than np.add.at).
            shares = self._impacts[column]
            scores[self._rows[column]] += shares if weight == 1 else shares * np.float32(weight)
        return scores

    def best(self, terms: Mapping[str, float], depth: int, mask: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Rows of the `depth` highest scores above zero that a mask keeps, in no order (see `best_of`)."""
        return best_of(self.score(terms), depth, mask)

    def score_of(self, terms: Mapping[str, float], rows: Rows) -> Scores:
        """BM25 of these passages, added up in the order of `score`, so that the numbers are the same."""
        scores = np.zeros(len(rows), dtype=np.float32)
        for term, weight in terms.items():
            column = self._column(term)
            places, held = _found(self._rows[column], rows)
            shares = self._impacts[column][places]
            scores[held] += shares if weight == 1 else shares * np.float32(weight)
        return scores

    def rows_with(self, term: str) -> NDArray[np.int32]:
        """The rows of the passages that hold the term, rising."""
        return self._rows[self._column(term)]

    def frequency(self, term: str) -> int:
        """The number of passages that hold the term."""
        at = self._numbers.get(term)
        return 0 if at is None else int(self._starts[at + 1] - self._starts[at])

    def holds(self, term: str, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each of the rows, whether that passage holds the term."""
        return _found(self._rows[self._column(term)], rows)[1]

    def shares(self, term: str) -> tuple[NDArray[np.int32], Scores]:
        """The passages that hold the term, rising, and what it adds to the score of each at weight 1."""
        column = self._column(term)
        return self._rows[column], self._impacts[column]

    def vocabulary(self) -> Sequence[str]:
        """Every term of the index, sorted."""
        return self.postings.terms


def _found(column: NDArray[np.int32], rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Places within a rising column of those of the rows that are in it, and for each row whether it is."""
    if not len(column):
        return np.empty(0, np.int64), np.zeros(len(rows), dtype=np.bool_)
    places = np.minimum(np.searchsorted(column, rows.astype(column.dtype)), len(column) - 1)
    held = np.asarray(column[places] == rows)
    return places[held], held
