"""An expression → Milvus's filter string.

Nothing but our own field names, numbers and operators ever enters it: a facet's values are resolved to their numbers
here, so that no text that a user or a source wrote can become a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.backends.expressions import All, And, Expression, In, Not, Or, Range, These, numbers_of
from index.facets import Facet
from index.vectors import Rows

NONE = "row < 0"
_EVERY = "row >= 0"
_RUNS = 50  # ranges of rows in one filter; a parser nests them
_LONG = 8  # rows from which a range is shorter than a list


def field_of(facet: str) -> str:
    """The field that keeps the numbers of a facet's values."""
    return f"facet_{facet}"


def filter_of(expression: Expression, facets: Mapping[str, Facet], passages: int) -> str:
    """The filter of an expression, "" for everything. Raises KeyError for a facet that there is not."""
    return "" if isinstance(expression, All) else _filter(expression, facets, passages)


def _filter(expression: Expression, facets: Mapping[str, Facet], passages: int) -> str:
    match expression:
        case All():
            return _EVERY
        case In() | Range():
            numbers = numbers_of(expression, facets)
            return f"array_contains_any({field_of(expression.field)}, {numbers})" if numbers else NONE
        case These(rows):
            return _rows(rows, passages)
        case Not(part):
            return f"not ({_filter(part, facets, passages)})"
        case And(parts):
            return _joined("and", parts, facets, passages) or _EVERY
        case Or(parts):
            return _joined("or", parts, facets, passages) or NONE


def _joined(word: str, parts: tuple[Expression, ...], facets: Mapping[str, Facet], passages: int) -> str:
    return f" {word} ".join(f"({_filter(part, facets, passages)})" for part in parts)


def _rows(rows: Rows, passages: int) -> str:
    """Some rows, or all but the others where these are fewer."""
    if 2 * len(rows) > passages:
        others = np.ones(passages, dtype=np.bool_)
        others[rows] = False
        return f"not ({_listed(np.flatnonzero(others))})" if others.any() else _EVERY
    return _listed(rows)


def _listed(rows: Rows) -> str:
    """The longest runs of rows as ranges, the rest as a list."""
    if not len(rows):
        return NONE
    breaks = np.flatnonzero(np.diff(rows) != 1) + 1
    starts, ends = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(rows)]])
    longest = np.sort(np.argsort(starts - ends, kind="stable")[:_RUNS])
    ranges, rest = [], np.ones(len(rows), dtype=np.bool_)
    for start, end in zip(starts[longest].tolist(), ends[longest].tolist(), strict=True):
        if end - start >= _LONG:
            ranges.append(f"(row >= {rows[start]} and row <= {rows[end - 1]})")
            rest[start:end] = False
    singles = [f"row in {rows[rest].tolist()}"] if rest.any() else []
    return " or ".join([*ranges, *singles])
