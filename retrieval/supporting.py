"""Passages that speak of evidence and are none themselves."""

from __future__ import annotations

from index.facets import Facet
from index.model import Kind
from index.vectors import Mask

SUPPORTING = (Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION, Kind.CONTEXT)


def supporting(kinds: Facet) -> Mask:
    """Responses, actions and context among the passages of a generation: shape (n,). `kinds` is its facet "kind"."""
    return kinds.mask([number for kind in SUPPORTING for number in kinds.find(kind)])
