"""Which passages hold which term, and how often: what BM25 is computed from.

Kept beside the impact matrix, because impacts cannot be turned back into counts: a collection that gains a passage, or
a reader who may see only some of them, has other frequencies and another average length, and so other impacts.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.lexical.base import K1, B, idf
from index.rows import RowPlan

_AT_ONCE = 1 << 22  # postings; bounds what the arithmetic in 64 bits takes


class Postings(NamedTuple):
    """Terms in sorted order; for term t the passages `rows[starts[t]:starts[t + 1]]`, rising, and its `counts` there.

    `starts` is int64 of shape (terms + 1,), `rows` int32 and `counts` unsigned of shape (postings,); `lengths` is
    uint32 of shape (passages,): the number of terms of each passage, repetitions counted.
    """

    terms: Sequence[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[Any]
    lengths: NDArray[np.uint32]

    @classmethod
    def of(cls, passages: Iterable[Sequence[str]]) -> Postings:
        """Count the terms of each passage, in row order. The passages are read once and not kept."""
        number: defaultdict[str, int] = defaultdict(lambda: len(number))
        spoken, lengths = array("i"), array("I")
        for passage in passages:
            spoken.extend(map(number.__getitem__, passage))
            lengths.append(len(passage))
        terms = sorted(number)
        places = np.empty(len(terms), dtype=np.int64)
        places[[number[term] for term in terms]] = np.arange(len(terms))
        told = np.frombuffer(lengths, dtype=np.uint32) if lengths else np.empty(0, np.uint32)
        # One key a word, the term first: sorted, equal keys are the count of a term in a passage.
        keys = places[np.frombuffer(spoken, dtype=np.int32)] if spoken else np.empty(0, np.int64)
        keys *= max(1, len(told))
        keys += np.repeat(np.arange(len(told)), told)
        keys.sort()
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)
        columns, rows = np.divmod(keys[first], max(1, len(told)))
        counts = np.diff(np.append(first, len(keys)))
        return cls(terms, _starts(columns, len(terms)), rows.astype(np.int32), _small(counts), told)

    def restricted(self, rows: NDArray[np.integer]) -> Postings:
        """The same as `of` for these passages alone, numbered in this order. `rows` rise and hold none twice."""
        if len(rows) and (rows[0] < 0 or rows[-1] >= len(self.lengths) or (np.diff(rows) <= 0).any()):
            raise ValueError("the rows of a restricted index must rise, and be rows of the whole one")
        number = np.full(len(self.lengths), -1, dtype=np.int32)
        number[rows] = np.arange(len(rows), dtype=np.int32)
        numbers = number[self.rows]
        kept = np.flatnonzero(numbers >= 0)
        frequencies = np.diff(np.searchsorted(kept, self.starts))
        there = np.flatnonzero(frequencies)
        starts = np.concatenate([[0], np.cumsum(frequencies[there])])
        terms = [self.terms[at] for at in there.tolist()]
        return Postings(terms, starts, numbers[kept], _small(self.counts[kept]), self.lengths[rows])

    def merged(self, fresh: Postings, rows: RowPlan) -> Postings:
        """The same as `of` for a collection that changed: rows of this one as the plan has them, and fresh ones."""
        terms = sorted({*self.terms, *fresh.terms})
        place = {term: at for at, term in enumerate(terms)}
        n = len(rows.sources)
        keys, counts = self._keys(place, rows.new_rows(len(self.lengths)), n)
        fresh_keys, fresh_counts = fresh._keys(place, rows.fresh, n)
        at = np.searchsorted(keys, fresh_keys)
        keys, counts = np.insert(keys, at, fresh_keys), _wide_insert(counts, at, fresh_counts)
        columns, numbers = np.divmod(keys, max(1, n))
        frequencies = np.bincount(columns, minlength=len(terms))
        there = np.flatnonzero(frequencies)
        starts = np.concatenate([[0], np.cumsum(frequencies[there])]).astype(np.int64)
        kept = [terms[number] for number in there.tolist()]
        lengths = rows.gather(self.lengths, fresh.lengths)
        return Postings(kept, starts, numbers.astype(np.int32), _small(counts), lengths)

    def _keys(
        self, place: Mapping[str, int], new_rows: NDArray[np.int64], n: int
    ) -> tuple[NDArray[np.int64], NDArray[Any]]:
        """One rising key a posting, term first, for the rows that are left (new number not below 0)."""
        columns = np.array([place[term] for term in self.terms], dtype=np.int64)
        numbers = new_rows[self.rows]
        left = numbers >= 0
        keys = np.repeat(columns, np.diff(self.starts))[left] * max(1, n) + numbers[left]
        return keys, self.counts[left]

    def impacts(self) -> NDArray[np.float32]:
        """What each posting adds to the BM25 of its passage, aligned with `rows` (formula: base.py).

        In the order of arithmetic of bm25s, so that the numbers are the same to the last bit.
        """
        passages = len(self.lengths)
        frequencies = np.diff(self.starts)
        rare = np.array([idf(passages, df) for df in frequencies.tolist()], dtype=np.float32)
        average = self.lengths.mean() if passages else 1.0
        # An average of 0 means that there is no term, hence nothing to divide.
        lengths = K1 * ((1 - B) + B * self.lengths / (average or 1.0))
        impacts = np.empty(len(self.rows), dtype=np.float32)
        for begin in range(0, len(impacts), _AT_ONCE):
            some = slice(begin, min(begin + _AT_ONCE, len(impacts)))
            counts = self.counts[some].astype(np.float64)
            held = np.diff(self.starts.clip(some.start, some.stop))  # of each term, within these
            impacts[some] = np.repeat(rare, held) * (counts / (lengths[self.rows[some]] + counts))
        return impacts


def _starts(columns: NDArray[np.int64], terms: int) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=terms))]).astype(np.int64)


def _wide_insert(counts: NDArray[Any], at: NDArray[np.int64], fresh: NDArray[Any]) -> NDArray[Any]:
    """`np.insert` in a type that holds both."""
    return np.insert(counts.astype(np.result_type(counts, fresh)), at, fresh)


def _small(counts: NDArray[Any]) -> NDArray[Any]:
    """In the smallest type that holds them all: the same for the same counts, whatever they were part of."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
