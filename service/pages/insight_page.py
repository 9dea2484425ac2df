"""Use and coverage → the page for those who run the service."""

from __future__ import annotations

from typing import Any

from index.opened import Opened
from index.visibility import Audience
from service.insight.gather import Insight
from service.pages.wording import LANGUAGES, Wording

_SPAN = 5  # years of a period to choose


def insight_page(
    insight: Insight,
    opened: Opened,
    audience: Audience,
    years: tuple[int | None, int | None],
    wording: Wording,
    *,
    keeps_texts: bool,
) -> dict[str, Any]:
    """What the template shows. `opened` holds what the audience may see."""
    first, last = years
    address = _address(first, last)
    return {
        "weeks": insight.weeks(),
        "unanswered": insight.unanswered() if keeps_texts else None,
        "most_opened": insight.most_opened(opened, audience),
        "languages_held": insight.languages(opened),
        "maps": insight.coverage(opened, first, last),
        "periods": [(one, _address(*one), one == years) for one in _periods(opened)],
        "chosen": years,
        "sources": insight.sources(audience),
        "troubles": insight.troubles,
        "generation": opened.manifest.name,
        "language_links": [(code, f"{address}{'&' if '?' in address else '?'}ui={code}") for code in LANGUAGES],
        "number": wording.number,
    }


def _periods(opened: Opened) -> list[tuple[int, int]]:
    """Periods of five years that hold all years of the collection, the latest first."""
    years = [int(year) for year in opened.facets["year"].values]
    if not years:
        return []
    return [(end - _SPAN + 1, end) for end in range(max(years), min(years) - 1, -_SPAN)]


def _address(first: int | None, last: int | None) -> str:
    return f"/insight?from={first}&to={last}" if first and last else "/insight"
