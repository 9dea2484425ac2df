"""Field filters → one mask over passages, made before anything is scored.

Values of one field are alternatives, fields narrow each other. Case does not matter. `year` also takes a range:
"2015-2019", "2015-", "-2019".
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from index.facets import FACETS, Facet
from index.model import Criterion, Kind
from index.vectors import Mask
from retrieval.errors import QueryError

Filters = Mapping[str, Sequence[str]]

_RANGE = re.compile(r"(\d{4})?\s*[-–]\s*(\d{4})?")

# Fields whose values we define: a wrong one is a typo, not a rarity.
_CLOSED: Mapping[str, list[str]] = {
    "kind": [kind.value for kind in Kind],
    "criterion": [criterion.value for criterion in Criterion],
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
    mask: Mask | None = None
    for field, values in filters.items():
        kept = _mask_of_field(field, values, facets)
        mask = kept if mask is None else mask & kept
    return mask


def _mask_of_field(field: str, values: Sequence[str], facets: Mapping[str, Facet]) -> Mask:
    if field not in facets:
        close = difflib.get_close_matches(field, FACETS, n=1)
        hint = f"Did you mean {close[0]!r}? " if close else ""
        raise QueryError(
            f"There is no field {field!r} to filter by.",
            hint=f"{hint}Fields: {', '.join(sorted(FACETS))}.",
            details={"field": field},
        )
    facet = facets[field]
    numbers = [number for value in values for number in _find(field, value, facet)]
    return facet.mask(numbers)


def _find(field: str, value: str, facet: Facet) -> list[int]:
    found = facet.find(value)
    if found:
        return found
    if field == "year":
        return _years(value, facet)
    if field in _CLOSED:
        known = _CLOSED[field]
        if value.casefold() not in known:
            close = difflib.get_close_matches(value.casefold(), known, n=1)
            hint = f"Did you mean {close[0]!r}? " if close else ""
            raise QueryError(
                f"{value!r} is not a {field}.", hint=f"{hint}Known: {', '.join(known)}.", details={"field": field}
            )
    return []


def _years(value: str, facet: Facet) -> list[int]:
    match = _RANGE.fullmatch(value.strip())
    if match is None and not re.fullmatch(r"\d{4}", value.strip()):
        raise QueryError(f"{value!r} is not a year.", hint="Write year=2019, year=2015-2019, year=2015- or year=-2019.")
    if match is None:
        return []
    first, last = (int(match[1]) if match[1] else -1), (int(match[2]) if match[2] else 9999)
    return [number for number, year in enumerate(facet.values) if first <= int(year) <= last]


def unknown_values(filters: Filters, facets: Mapping[str, Facet]) -> dict[str, list[str]]:
    """Filter values that no passage has, each with the closest ones that exist: why a search may be empty."""
    hints: dict[str, list[str]] = {}
    for field, values in filters.items():
        facet = facets[field]
        for value in values:
            if field != "year" and not facet.find(value):
                folded = {known.casefold(): known for known in facet.values}
                close = difflib.get_close_matches(value.casefold(), folded, n=3)
                hints[f"{field}={value}"] = [folded[one] for one in close]
    return hints
