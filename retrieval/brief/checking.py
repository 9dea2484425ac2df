"""The design check of one draft: which questions it does not touch, each with what similar projects were told."""

from __future__ import annotations

import weakref
from collections.abc import Sequence

from retrieval.brief.answer import DesignWarning, SectionQuery
from retrieval.brief.choosing import Shown
from retrieval.brief.design import DesignQuestion, load_catalogue
from retrieval.brief.draft import Draft
from retrieval.brief.finding import Evidence, Finder
from retrieval.brief.items import query_of, support_of
from retrieval.brief.settings import BriefSettings
from retrieval.brief.terms import Terms
from retrieval.query import Query
from retrieval.ranking import Ranking
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.stopwatch import Stopwatch

POOL = 12  # records of a warning that are chosen from
ITEMS = 2  # records that a warning cites

# The catalogue's questions are the same for every draft, and a searcher's generation never changes.
_rankings: weakref.WeakKeyDictionary[Searcher, dict[str, tuple[Query, Ranking]]] = weakref.WeakKeyDictionary()


class Checker:
    """Asks the questions of the catalogue."""

    def __init__(self, searcher: Searcher, finder: Finder, terms: Terms, settings: BriefSettings) -> None:
        self._searcher = searcher
        self._finder = finder
        self._settings = settings
        self._terms = terms

    def check(self, draft: Draft, shown: Shown) -> tuple[list[DesignWarning], int]:
        """The warnings, and how many questions were asked. Raises SettingsError for a catalogue that cannot be used."""
        catalogue = load_catalogue(self._settings.design_questions)
        missing = catalogue.uncovered(draft.text, draft.language, draft.words)
        if missing is None:
            return [], 0
        warnings = []
        for question, (query, ranking) in zip(missing, self._ranked(missing), strict=True):
            merged = self._finder.merged([ranking], query)
            queries = [SectionQuery(text=question.query)]
            items = self._finder.items(Evidence(queries, merged, self._finder.choices(merged, POOL)), ITEMS, shown)
            if items:
                warnings.append(
                    DesignWarning(
                        id=question.id,
                        topic=question.topic,
                        question=question.asked_in(draft.language),
                        queries=queries,
                        items=items,
                        support=support_of(items),
                    )
                )
        return warnings, len(catalogue.questions)

    def _ranked(self, questions: Sequence[DesignQuestion]) -> list[tuple[Query, Ranking]]:
        known = _rankings.setdefault(self._searcher, {})
        for text in [one.query for one in questions if one.query not in known]:
            query = query_of(text, "en", self._terms.of(text, "en"))
            known[text] = query, self._searcher.rank(SearchRequest(query=text), Stopwatch())
        return [known[one.query] for one in questions]
