"""Filters as a closed tree: what every backend can be asked to keep.

    And(In("country", ("Jordan", "Egypt")), Range("year", 2015, 2019), Not(In("kind", ("context",))))

A tree speaks of the facets of a generation (`index/facets.py`) and of its rows, of nothing else. Values are compared
without regard to case. A value that no passage has matches nothing, which is no error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from index.facets import Facet
from index.vectors import Mask, Rows


@dataclass(frozen=True, slots=True)
class All:
    """Every passage."""


@dataclass(frozen=True, slots=True)
class In:
    """Passages that hold at least one of the values of a facet."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Passages that hold a value of a facet of whole numbers, such as `year`, from `first` to `last`, both included."""

    field: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class These:
    """Passages by their rows: int64, ascending, none twice."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class Not:
    """Passages that another expression does not keep."""

    part: Expression


@dataclass(frozen=True, slots=True)
class And:
    """Passages that all parts keep; of no parts, every passage."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Passages that at least one part keeps; of no parts, none."""

    parts: tuple[Expression, ...]


Expression: TypeAlias = All | In | Range | These | Not | And | Or


class ExpressedMask(np.ndarray[Any, np.dtype[np.bool_]]):
    """A mask that knows the expression it was made from, so that an engine can be told that instead of rows.

    It cannot be changed, and whatever is made of it (`mask & other`) is a mask like any other: an expression never
    stands for more than its mask keeps.
    """

    expression: Expression | None = None


def expressed(expression: Expression, facets: Mapping[str, Facet], passages: int) -> ExpressedMask:
    """The passages that an expression keeps, shape (passages,). Raises KeyError for a facet that there is not."""
    mask = matching(expression, facets, passages).view(ExpressedMask)
    mask.expression = expression
    mask.flags.writeable = False
    return mask


def matching(expression: Expression, facets: Mapping[str, Facet], passages: int) -> Mask:
    """The passages that an expression keeps, shape (passages,). Raises KeyError for a facet that there is not."""
    match expression:
        case All():
            return np.ones(passages, dtype=np.bool_)
        case In() | Range():
            return facets[expression.field].mask(numbers_of(expression, facets))
        case These(rows):
            mask = np.zeros(passages, dtype=np.bool_)
            mask[rows] = True
            return mask
        case Not(part):
            return ~matching(part, facets, passages)
        case And(parts):
            return np.asarray(np.logical_and.reduce([matching(part, facets, passages) for part in (All(), *parts)]))
        case Or(parts):
            return np.asarray(np.logical_or.reduce([matching(part, facets, passages) for part in (Not(All()), *parts)]))


def renumbered(expression: Expression, rows: Rows) -> Expression:
    """The same expression of a collection in which row 0 is `rows[0]`, row 1 is `rows[1]` and so on; `rows` rise."""
    match expression:
        case These(some):
            return These(rows[some])
        case Not(part):
            return Not(renumbered(part, rows))
        case And(parts):
            return And(tuple(renumbered(part, rows) for part in parts))
        case Or(parts):
            return Or(tuple(renumbered(part, rows) for part in parts))
        case All() | In() | Range():
            return expression


def numbers_of(expression: In | Range, facets: Mapping[str, Facet]) -> list[int]:
    """The numbers of the values that an expression names, ascending. Raises KeyError."""
    facet = facets[expression.field]
    if isinstance(expression, In):
        return sorted({number for value in expression.values for number in facet.find(value)})
    return [
        number
        for number, value in enumerate(facet.values)
        if value.isdecimal() and expression.first <= int(value) <= expression.last
    ]
