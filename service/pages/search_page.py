"""An answer → the search page."""

from __future__ import annotations

from typing import Any, NamedTuple

from retrieval.answer import Answer
from retrieval.filters import unknown_values
from retrieval.search import Searcher
from retrieval.stopwatch import Stopwatch
from service.exports import EXPORTS
from service.pages.examples import example_queries
from service.pages.facets import bars, chips, groups
from service.pages.hits import answer_to, beginning, place, places_covered
from service.pages.state import PAGE_SIZE, SearchState
from service.pages.wording import Wording


class Missing(NamedTuple):
    """A filter value that no passage has, and the closest ones that there are, each with its address."""

    label: str
    close: list[tuple[str, str]]


def search_page(searcher: Searcher, state: SearchState, wording: Wording, watch: Stopwatch) -> dict[str, Any]:
    """What the template shows. Raises QueryError."""
    answer = searcher.search(state.request(), watch)
    values = {
        "answer": answer,
        "hits": answer.hits[:PAGE_SIZE],
        "next": state.at_page(state.page + 1) if len(answer.hits) > PAGE_SIZE else None,
        "previous": state.at_page(state.page - 1) if state.page > 1 else None,
        "groups": groups(answer.facets, state, wording),
        "bars": bars(answer.facets["year"], state),
        "chips": chips(state.filters, state, wording),
        "answer_to": answer_to,
        "beginning": beginning,
        "place": place,
        "places_covered": places_covered,
        "exports": list(EXPORTS),
    }
    return values if answer.hits else values | _advice(searcher, answer, state, wording)


def _advice(searcher: Searcher, answer: Answer, state: SearchState, wording: Wording) -> dict[str, Any]:
    """What to try where there is no hit. Past the last page nothing is wrong but the page."""
    return {
        "missing": _missing(searcher, state, wording),
        "unquoted": state.asking(" ".join(state.query.translate(_NO_QUOTES).split())) if answer.query.phrases else None,
        "examples": [(text, state.asking(text).address) for text in example_queries(searcher)],
    }


_NO_QUOTES = str.maketrans(dict.fromkeys('"“”„«»', " "))


def _missing(searcher: Searcher, state: SearchState, wording: Wording) -> list[Missing]:
    found = []
    for name, close in unknown_values(state.request().filters, searcher.opened.facets).items():
        field, _, value = name.partition("=")
        others = [(one, state.without(field, value).with_filter(field, one).address) for one in close]
        found.append(Missing(f"{wording.name('field', field)}: {value}", others))
    return found
