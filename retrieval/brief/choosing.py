"""From many records to the few that a section shows: good ones, from several evaluations, countries and sides.

Maximal marginal relevance (Carbonell & Goldstein 1998): each next record is the one whose score, less a part of its
closeness to the nearest of those already chosen, is highest. Caps keep one evaluation, one country or one side (what
worked, what did not, advice, lessons) from filling a section while there are others.

A brief is to be read: places are few, and sections share them. What is clearly weaker than the best of its section is
left out, whether there is room for it or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from index.encoders.base import Vectors
from retrieval.brief.answer import Aspect
from retrieval.grouping import Group

_ALIKE = 0.05  # the part of closeness that is taken off a score
_STRONG = 0.95  # the part of the best score of a section that a record needs to be shown
_SHORT, _A_PAGE = 500, 250  # words of a draft that is short, and of a page
A_SECTION, A_BRIEF = 2, 4  # most records of one evaluation
A_COUNTRY = 4  # of one country that is not the draft's own


class Choice(NamedTuple):
    """A record that a section may show. `row` is its passage's, `record`, `saying` and `evaluation` are numbers of
    index/layout.py; `closeness` is on the default encoder's scale."""

    group: Group
    row: int
    record: int
    saying: int
    score: float
    evaluation: int
    countries: frozenset[str]
    aspect: Aspect
    closeness: float = 0.0


class Places:
    """How many records each section may show. What one leaves is there for those that come after it."""

    def __init__(self, sections: int, words: int, most: int, records: int) -> None:
        """`most` is of a section; `records` of all of them in a short draft, to which each further page adds one."""
        self._left = records + max(0, words - _SHORT) // _A_PAGE
        self._sections = sections
        self._most = most

    def next(self) -> int:
        """The places of the next section: its share of those that are left, and one whatever is left."""
        share = -(-self._left // self._sections)
        return min(self._most, max(1, share))

    def take(self, shown: int) -> None:
        """The next section shows so many."""
        self._left -= shown
        self._sections -= 1


class Shown:
    """What a brief shows already: which records and sayings, and how many of each evaluation."""

    def __init__(self) -> None:
        self.evaluations: Counter[int] = Counter()
        self._records: set[int] = set()
        self._sayings: set[int] = set()

    @property
    def next_number(self) -> int:
        """The number of the next item."""
        return len(self._records) + 1

    def holds(self, one: Choice) -> bool:
        """Whether this record is shown, by whichever of its passages, or another that says the same."""
        return one.record in self._records or one.saying in self._sayings

    def add(self, chosen: Iterable[Choice]) -> None:
        """Count records as shown."""
        for one in chosen:
            self.evaluations[one.evaluation] += 1
            self._records.add(one.record)
            self._sayings.add(one.saying)


class _Caps:
    """How many records there are of each evaluation, country and side, and whether there may be one more."""

    def __init__(self, most: int, own: frozenset[str], shown: Shown) -> None:
        self._a_side = max(1, most // 2)
        self._own = own
        self._shown = shown
        self._evaluations: Counter[int] = Counter()
        self._countries: Counter[str] = Counter()
        self._sides: Counter[Aspect] = Counter()

    def allow(self, one: Choice) -> bool:
        here = self._evaluations[one.evaluation]
        return (
            not self._shown.holds(one)
            and here < A_SECTION
            and here + self._shown.evaluations[one.evaluation] < A_BRIEF
            and self._sides[one.aspect] < self._a_side
            and (bool(one.countries & self._own) or all(self._countries[c] < A_COUNTRY for c in one.countries))
        )

    def count(self, one: Choice) -> None:
        self._evaluations[one.evaluation] += 1
        self._countries.update(one.countries)
        self._sides[one.aspect] += 1


def strong(choices: Sequence[Choice]) -> list[Choice]:
    """Those that are not clearly weaker than the best one."""
    best = max((one.score for one in choices), default=0.0)
    return [one for one in choices if one.score >= _STRONG * best]


def choose(choices: Sequence[Choice], vectors: Vectors, most: int, own: frozenset[str], shown: Shown) -> list[Choice]:
    """At most `most` of the choices, in the order in which they were chosen.

    `vectors` are those of their rows, of length 1; `own` the draft's countries. What is `shown` already is
    not shown again; `shown` is not changed.
    """
    caps = _Caps(most, own, shown)
    worth = np.array([one.score for one in choices], dtype=np.float64)
    nearest = np.zeros(len(choices))
    chosen: list[Choice] = []
    while len(chosen) < most and np.isfinite(worth).any():
        best = int(np.argmax(worth - _ALIKE * nearest))  # of equal ones the first
        worth[best] = -np.inf
        if caps.allow(choices[best]):
            caps.count(choices[best])
            chosen.append(choices[best])
            nearest = np.maximum(nearest, vectors @ vectors[best])
    return chosen
