"""The filters of a widget as one text, which pages write into an attribute or an address."""

from __future__ import annotations

import re

from index.facets import FACETS
from retrieval.errors import QueryError

_PART = re.compile(r"(?:[^;\\]|\\[;\\]|\\)+")
_ESCAPED = re.compile(r"\\([;\\])")


def parse_filters(text: str) -> dict[str, list[str]]:
    r"""'kind:lesson;country:Kenya;country:Nepal' → values by field, as `parseFilters` in widget.js reads it.

    Parts stand between semicolons, a part's first colon ends its field. In a value, \; is a semicolon and \\ a
    backslash. Raises QueryError.
    """
    filters: dict[str, list[str]] = {}
    for part in _PART.findall(text):
        if not part.strip():
            continue
        field, _, value = (piece.strip() for piece in part.partition(":"))
        if field not in FACETS or not value:
            raise QueryError(
                f"{part.strip()!r} is not a filter.",
                hint=f"Write filters=kind:lesson;country:Kenya. Fields: {', '.join(sorted(FACETS))}.",
                details={"field": field},
            )
        filters.setdefault(field, []).append(_ESCAPED.sub(r"\1", value))
    return filters
