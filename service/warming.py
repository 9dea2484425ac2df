"""What is made once for each generation is made before readers ask for it."""

from __future__ import annotations

from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.pages.examples import example_queries

_QUERY = "what worked and why"


def warm(searcher: Searcher) -> None:
    """Encode and search once."""
    searcher.search(SearchRequest(query=_QUERY, limit=1))


def complete(searcher: Searcher) -> None:
    """Make the suggester and the start page's examples: what is new can be found before they are there."""
    searcher.suggester.suggest(_QUERY[:4], 1)
    example_queries(searcher)
