"""What a collection holds → the page before anything is asked."""

from __future__ import annotations

from typing import Any

from retrieval.search import Searcher
from retrieval.stats import stats
from service.pages.examples import example_queries
from service.pages.state import SearchState

_EVIDENCE = ("lesson", "good_practice", "finding", "conclusion", "recommendation", "management_response")


def start_page(searcher: Searcher, state: SearchState) -> dict[str, Any]:
    """What the template shows."""
    held = stats(searcher.opened)
    years = [int(year) for year in searcher.opened.facets["year"].values]
    return {
        "documents": held.documents,
        "passages": held.passages,
        "kinds": [(kind, held.records[kind]) for kind in _EVIDENCE if held.records.get(kind)],
        "languages_held": [code for code, _ in sorted(held.languages.items(), key=lambda one: (-one[1], one[0]))],
        "years": (str(min(years)), str(max(years))) if years else None,
        "countries": len(searcher.opened.facets["country"].values),
        "examples": [(text, state.asking(text).address) for text in example_queries(searcher)],
        "generation": held.generation,
    }
