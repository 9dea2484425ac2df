"""From many records to the few that a section shows: good ones, from several evaluations, countries and sides.

Maximal marginal relevance (Carbonell & Goldstein 1998): each next record is the one whose score, less a part of its
closeness to the nearest of those already chosen, is highest. Caps keep one evaluation, one country or one side (what
worked, what did not, advice, lessons) from filling a section while there are others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from index.encoders.base import Vectors
from retrieval.brief.answer import Aspect
from retrieval.grouping import Group

_ALIKE = 0.3  # the part of closeness that is taken off a score
A_SECTION, A_BRIEF = 2, 4  # most records of one evaluation
A_COUNTRY = 3  # of one country that is not the draft's own


class Choice(NamedTuple):
    """A record that a section may show. `row` is its passage's, `saying` what it says (index/layout.py)."""

    group: Group
    row: int
    saying: int
    score: float
    evaluation: Hashable
    countries: frozenset[str]
    aspect: Aspect


def choose(
    choices: Sequence[Choice], vectors: Vectors, most: int, own: frozenset[str], shown: Counter[Hashable]
) -> list[Choice]:
    """At most `most` of the choices, in the order in which they were chosen.

    `vectors` are those of their rows, of length 1; `own` the draft's countries; `shown` counts the records that the
    brief shows of each evaluation already, and is not changed.
    """
    left = list(range(len(choices)))
    worth = np.array([one.score for one in choices])
    nearest = np.zeros(len(choices))
    chosen: list[Choice] = []
    while left and len(chosen) < most:
        left = [at for at in left if _may(choices[at], chosen, most, own, shown)]
        if not left:
            break
        best = max(left, key=lambda at: (worth[at] - _ALIKE * nearest[at], -at))
        left.remove(best)
        chosen.append(choices[best])
        nearest = np.maximum(nearest, vectors @ vectors[best])
    return chosen


def _may(one: Choice, chosen: Iterable[Choice], most: int, own: frozenset[str], shown: Counter[Hashable]) -> bool:
    same = [other for other in chosen if other.evaluation == one.evaluation]
    if len(same) >= A_SECTION or len(same) + shown[one.evaluation] >= A_BRIEF:
        return False
    if sum(other.aspect is one.aspect for other in chosen) >= max(1, most // 2):
        return False
    foreign = one.countries - own if not one.countries & own else frozenset()
    return all(sum(country in other.countries for other in chosen) < A_COUNTRY for country in foreign)
