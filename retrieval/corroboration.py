"""How widely a hit is said: by how many evaluations, and where."""

from __future__ import annotations

from collections.abc import Sequence

from index.opened import Opened
from retrieval.answer import Corroboration


def corroboration(opened: Opened, rows: Sequence[int]) -> Corroboration:
    """Count over the passages of one hit: its own and those that say the same, one of each record.

    Documents of one publisher with the same evaluation number (a report and its summary) are one evaluation.
    """
    publisher, evaluation, country = (opened.facets[name] for name in ("publisher", "evaluation", "country"))
    return Corroboration(
        evaluations=len({(publisher.of(row), evaluation.of(row)) for row in rows}),
        countries=sorted({name for row in rows for name in country.of(row)}),
        records=len(rows),
    )
