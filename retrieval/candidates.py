"""Two legs over one mask → candidates, each with its true BM25 and its true cosine.

A passage that only one leg found is not "missing" in the other: its score there is computed. What a candidate has
to say for itself, independent of every other candidate, is its evidence:

    evidence = closeness + ½ · coverage

where closeness is the cosine on the scale that all encoders share (`index/encoders/calibration.py`), and coverage is
the part of the query's words, weighted by how rare they are, that the passage holds; an acronym is held where what it
stands for is, and the other way round (expansion.py). A question that the collection cannot answer has neither a near
neighbour nor a passage with its rare words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Vectors
from index.lexical.base import LexicalIndex, idf, score_of
from index.opened import Opened
from index.vectors import Mask, Rows
from retrieval.query import Query, Word

COVERAGE_WEIGHT = 0.5  # of ¼ to 1, this separated answerable from unanswerable queries best on five collections


class Candidates(NamedTuple):
    """Arrays over the candidates, shape (n,), in row order."""

    rows: Rows
    bm25: NDArray[np.float64]
    cosines: NDArray[np.float64]  # as the encoder gives them
    closeness: NDArray[np.float64]  # the same on the default encoder's scale, which thresholds and fusions are made for
    evidence: NDArray[np.float64]
    full: bool  # whether a leg had more to give than its depth

    def keep(self, kept: Mask) -> Candidates:
        """The candidates that a mask of shape (n,) keeps."""
        rows, *scores, full = self
        bm25, cosines, closeness, evidence = (one[kept] for one in scores)
        return Candidates(rows[kept], bm25, cosines, closeness, evidence, full)


def find_candidates(opened: Opened, query: Query, vector: Vectors, mask: Mask | None, depth: int) -> Candidates:
    """The union of both legs' best `depth` passages among those that the mask keeps, scored in full."""
    nearest = opened.vectors.nearest(vector, depth, mask)
    lexical = opened.lexical.best(query.weights, depth, mask)
    rows = np.sort(np.concatenate([nearest.rows, lexical]))
    rows = rows[np.concatenate([[True], rows[1:] != rows[:-1]])] if len(rows) else rows
    bm25 = score_of(opened.lexical, query.weights, rows).astype(np.float64)
    cosines = opened.vectors.cosines(vector, rows).astype(np.float64)
    closeness = opened.manifest.calibration.comparable(cosines)
    evidence = closeness + COVERAGE_WEIGHT * coverage(opened.lexical, query, rows, opened.manifest.passages)
    full = len(lexical) == depth or (len(nearest.rows) == depth and depth < opened.manifest.passages)
    return Candidates(rows, bm25, cosines, closeness, evidence, full)


def coverage(lexical: LexicalIndex, query: Query, rows: Rows, passages: int) -> NDArray[np.float64]:
    """The part of the query's words that each row holds, 0 to 1, each word weighted by its idf."""
    held = np.zeros(len(rows), dtype=np.float64)
    total = 0.0
    for word in query.words:
        weight = _rarity(lexical, word, passages)
        total += weight
        matched = lexical.holds(word.terms[0], rows)
        for term in word.terms[1:]:
            matched |= lexical.holds(term, rows)
        for expansion in query.expansions:
            if expansion.equal and word.text in expansion.words:
                matched |= _holds_any(lexical, expansion.runs, rows)
        held += weight * matched
    return held / total if total else held


def _holds_any(lexical: LexicalIndex, runs: Sequence[Sequence[str]], rows: Rows) -> NDArray[np.bool_]:
    """For each row, whether that passage holds all terms of at least one of the runs."""
    every = [np.logical_and.reduce([lexical.holds(term, rows) for term in run]) for run in runs]
    return np.asarray(np.logical_or.reduce(every))


def _rarity(lexical: LexicalIndex, word: Word, passages: int) -> float:
    """The idf of the word's most frequent stem; an unknown word is as rare as can be."""
    frequency = max(lexical.frequency(term) for term in word.terms)
    return idf(passages, frequency)
