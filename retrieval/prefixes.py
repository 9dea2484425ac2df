"""Entries by the beginnings of their words: "prog cou" finds "Decent Work Country Programme"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold, words

_AFTER_ALL = "\U0010ffff"  # sorts behind every letter


def folded_words(text: str) -> list[str]:
    """The words of a text in lower case without accents."""
    return [fold(word) for word, _, _ in words(text)]


class Found(NamedTuple):
    """Numbers of entries, and for each whether the first thing asked for begins the entry: shape (n,) both."""

    entries: NDArray[np.int64]
    begins: NDArray[np.bool_]


class PrefixIndex:
    """Finds entries by beginnings of words, each anywhere in the entry."""

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        """Each entry is given by its folded words."""
        every = [(word, number, at == 0) for number, some in enumerate(entries) for at, word in enumerate(some)]
        every.sort()
        self._words = [word for word, _, _ in every]
        self._numbers = np.array([number for _, number, _ in every], dtype=np.int64)
        self._first = np.array([first for _, _, first in every], dtype=np.bool_)
        self._entries = int(self._numbers.max()) + 1 if every else 0

    def find(self, beginnings: Sequence[str]) -> Found:
        """Entries with a word for each of the beginnings, in the order of their numbers. None asked for finds none."""
        held = np.full(self._entries, bool(beginnings))
        begins = np.zeros(self._entries, dtype=np.bool_)
        for at, beginning in enumerate(beginnings):
            here = slice(bisect_left(self._words, beginning), bisect_left(self._words, beginning + _AFTER_ALL))
            one = np.zeros(self._entries, dtype=np.bool_)
            one[self._numbers[here]] = True
            held &= one
            if at == 0:
                begins[self._numbers[here][self._first[here]]] = True
        found = np.flatnonzero(held)
        return Found(found, begins[found])
