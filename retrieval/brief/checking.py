"""The design check of one draft: which questions it does not touch, each with what similar projects were told."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Hashable, Sequence

from retrieval.brief.answer import DesignWarning, SectionQuery
from retrieval.brief.design import DesignQuestion, load_catalogue, uncovered
from retrieval.brief.draft import Draft
from retrieval.brief.finding import Evidence, Finder
from retrieval.brief.items import query_of
from retrieval.brief.queries import Subject
from retrieval.brief.settings import BriefSettings
from retrieval.brief.terms import Terms
from retrieval.ranking import Ranking
from retrieval.request import SearchRequest
from retrieval.search import Searcher

ITEMS = 3  # records that a warning cites

# The catalogue's questions are the same for every draft, and a searcher's generation never changes.
_rankings: weakref.WeakKeyDictionary[Searcher, dict[str, Ranking]] = weakref.WeakKeyDictionary()


class Checker:
    """Asks the questions of the catalogue."""

    def __init__(self, searcher: Searcher, finder: Finder, settings: BriefSettings) -> None:
        self._searcher = searcher
        self._finder = finder
        self._settings = settings
        self._terms = Terms(searcher.opened.lexical, searcher.opened.manifest.passages)

    def check(
        self, draft: Draft, subject: Subject, shown: Counter[Hashable], seen: set[int], first: int
    ) -> tuple[list[DesignWarning], int]:
        """The warnings, and how many questions were asked. Raises SettingsError for a catalogue that cannot be used."""
        questions = load_catalogue(self._settings.design_questions).questions
        open_ = uncovered(questions, draft.text, draft.language, draft.words)
        if open_ is None:
            return [], 0
        rankings = self._ranked(open_)
        warnings = []
        for question in open_:
            terms = self._terms.of(question.query, "en")
            query = query_of(question.query, "en", terms)
            ranking = self._finder.merged([rankings[question.query]], query, subject.home)
            queries = [SectionQuery(text=question.query)]
            found = Evidence(queries, ranking, self._finder.choices(ranking)).only(lambda saying: saying not in seen)
            items = self._finder.items(found, ITEMS, subject, shown, seen, first)
            if items:
                first += len(items)
                warnings.append(
                    DesignWarning(
                        id=question.id,
                        topic=question.topic,
                        question=question.asked_in(draft.language),
                        queries=queries,
                        items=items,
                        support=self._finder.support(items),
                    )
                )
        return warnings, len(questions)

    def _ranked(self, questions: Sequence[DesignQuestion]) -> dict[str, Ranking]:
        known = _rankings.setdefault(self._searcher, {})
        missing = [one.query for one in questions if one.query not in known]
        if missing:
            rankings = self._searcher.rank_all([SearchRequest(query=text) for text in missing])
            known.update(zip(missing, rankings, strict=True))
        return known
