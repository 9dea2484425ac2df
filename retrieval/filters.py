"""Field filters → one mask over passages, made before anything is scored.

Values of one field are alternatives, fields narrow each other. Case does not matter. `year` also takes a range:
"2015-2019", "2015-", "-2019".
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from itertools import islice

from index.backends.expressions import And, Expression, In, Or, Range, expressed
from index.facets import FACETS, Facet
from index.model import Criterion, Kind, Polarity
from index.vectors import Mask
from retrieval.characters import is_text
from retrieval.errors import QueryError

Filters = Mapping[str, Sequence[str]]

MOST_OF_FIELD = 50  # values; nobody means more, and each of them is looked up, echoed and linked
MOST = 100  # values in all
_LONGEST = 1_000  # characters of a value
_ADVISED = 5  # unknown values that the closest ones are looked for of: each is compared with all that there are

_FIRST, _LAST = 0, 9999
_YEAR = re.compile(r"\d{4}")
_RANGE = re.compile(r"(\d{4})?\s*[-–]\s*(\d{4})?")

# Fields whose values we define: a wrong one is a typo, not a rarity.
_CLOSED: Mapping[str, list[str]] = {
    "kind": [kind.value for kind in Kind],
    "criterion": [criterion.value for criterion in Criterion],
    "polarity": [polarity.value for polarity in Polarity],
}


def parse_filters(pairs: Sequence[str]) -> dict[str, list[str]]:
    """["kind=lesson", "country=Jordan"] → values by field. Raises QueryError."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        if not equals or not value.strip():
            raise QueryError(f"{pair!r} is not a filter.", hint="Write field=value, e.g. --filter country=Jordan.")
        found.setdefault(field.strip(), []).append(value.strip())
    return found


def mask_of(filters: Filters, facets: Mapping[str, Facet]) -> Mask | None:
    """Passages that every filter keeps, shape (n,); None where nothing is filtered. Raises QueryError."""
    expression = expression_of(filters, facets)
    if not expression.parts:
        return None
    return expressed(expression, facets, next(iter(facets.values())).passages)


def expression_of(filters: Filters, facets: Mapping[str, Facet]) -> And:
    """What the filters keep, as every backend can be asked for it. Raises QueryError."""
    _check_bounds(filters)
    return And(tuple(_of_field(field, _given(field, values), facets) for field, values in filters.items()))


def _check_bounds(filters: Filters) -> None:
    number = 0
    for field, values in filters.items():
        number += len(values)
        if len(values) > MOST_OF_FIELD or number > MOST:
            raise QueryError(
                f"The filter {field[:_LONGEST]!r} has {len(values):,} values, and there are {number:,} in all.",
                hint=f"Give at most {MOST_OF_FIELD} values of a field and {MOST} in all.",
                details={"field": field[:_LONGEST]},
            )
        if any(len(one) > _LONGEST for one in (field, *values)):
            raise QueryError(
                f"The filter {field[:_LONGEST]!r} has a value of more than {_LONGEST:,} characters.",
                hint="GET /v1/search lists the values that there are, in its facets.",
                details={"field": field[:_LONGEST]},
            )


def _given(field: str, values: Sequence[str]) -> list[str]:
    """The values without white space around them. A filter without a value is a mistake, neither all nor nothing."""
    given = [value.strip() for value in values]
    if not given or not all(given):
        raise QueryError(
            f"The filter {field!r} has no value.",
            hint="Leave it out, or name at least one value.",
            details={"field": field},
        )
    if not all(map(is_text, [field, *given])):
        raise QueryError("A filter holds characters that are not Unicode text.", hint="Write it in UTF-8.")
    return given


def _of_field(field: str, values: Sequence[str], facets: Mapping[str, Facet]) -> Expression:
    if field not in facets:
        close = difflib.get_close_matches(field, FACETS, n=1)
        hint = f"Did you mean {close[0]!r}? " if close else ""
        raise QueryError(
            f"There is no field {field!r} to filter by.",
            hint=f"{hint}Fields: {', '.join(sorted(FACETS))}.",
            details={"field": field},
        )
    facet = facets[field]
    ranges = [Range(field, *_range(value)) for value in values if field == "year" and not facet.find(value)]
    named = tuple(value for value in values if field != "year" or facet.find(value))
    for value in named:
        _check(field, value)
    return Or((In(field, named), *ranges)) if ranges else In(field, named)


def _check(field: str, value: str) -> None:
    """Raises QueryError for what cannot be a value of a field whose values we define."""
    if (known := _CLOSED.get(field)) and value.casefold() not in known:
        close = difflib.get_close_matches(value.casefold(), known, n=1)
        hint = f"Did you mean {close[0]!r}? " if close else ""
        raise QueryError(
            f"{value!r} is not a {field}.", hint=f"{hint}Known: {', '.join(known)}.", details={"field": field}
        )


def _range(value: str) -> tuple[int, int]:
    match = _RANGE.fullmatch(f"{value}-{value}" if _YEAR.fullmatch(value) else value)
    first, last = match.groups() if match else (None, None)
    if not (first or last) or int(first or _FIRST) > int(last or _LAST):
        raise QueryError(
            f"{value!r} is not a year or a range of years.",
            hint="Write year=2019, year=2015-2019, year=2015- or year=-2019.",
            details={"field": "year"},
        )
    return int(first or _FIRST), int(last or _LAST)


def unknown_values(filters: Filters, facets: Mapping[str, Facet]) -> dict[str, list[str]]:
    """Filter values that no passage has, each with the closest ones that exist: why a search may be empty.

    The first five alone: more are no slip, and would take long.
    """
    unknown = (
        (field, value)
        for field, values in filters.items()
        for value in map(str.strip, values)
        if field != "year" and not facets[field].find(value)
    )
    hints: dict[str, list[str]] = {}
    folded: dict[str, dict[str, str]] = {}
    for field, value in islice(unknown, _ADVISED):
        if field not in folded:
            folded[field] = {known.casefold(): known for known in facets[field].values}
        close = difflib.get_close_matches(value.casefold(), folded[field], n=3)
        hints[f"{field}={value}"] = [folded[field][one] for one in close]
    return hints
