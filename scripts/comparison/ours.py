"""Afterwise, with its defaults, save that no hit is left out for lack of evidence: judged queries have answers."""

from __future__ import annotations

from pathlib import Path

from comparison.serving import serve
from index.settings import IndexSettings
from retrieval.answer import Answer
from retrieval.evaluation.corpus import index_corpus
from retrieval.evaluation.engine import Engine
from retrieval.request import SearchRequest
from retrieval.settings import SearchSettings
from service.runtime import open_searcher


class Afterwise:
    """A published index, opened."""

    def __init__(self, folder: str) -> None:
        self._searcher = open_searcher(Path(folder), search=SearchSettings(related=0, answerable=0, per_evaluation=0))
        self._engine = Engine(self._searcher, [])

    def rank(self, text: str) -> list[str]:
        """See `serving.Searching`."""
        return [name for name, _ in self._engine.rank(text)[:10]]

    def search(self, text: str) -> Answer:
        """See `serving.Searching`: hits with text, highlights, citation and facets."""
        return self._searcher.search(SearchRequest(query=text, filters={}, limit=10))


def index(corpus: str, folder: str) -> None:
    """Index a BEIR folder's corpus."""
    index_corpus(Path(corpus), Path(folder), IndexSettings())


serve(index, Afterwise)
