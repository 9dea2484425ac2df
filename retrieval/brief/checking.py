"""The design check of one draft: which questions it does not touch, each with what similar projects were told.

Any draft leaves many questions open. The strongest few are shown: those on which the collection has most to say, and
which the draft misses most clearly, because it has no section on their topic and holds none of their words.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Sequence, Set

from index.analysis import stem, words
from retrieval.brief.answer import DesignWarning, SectionQuery, Topic
from retrieval.brief.choosing import Choice, Shown
from retrieval.brief.design import DesignQuestion, load_catalogue
from retrieval.brief.draft import Draft
from retrieval.brief.finding import Evidence, Finder
from retrieval.brief.items import query_of, support_of
from retrieval.brief.sections import Section
from retrieval.brief.settings import BriefSettings
from retrieval.brief.terms import Terms
from retrieval.query import Query
from retrieval.ranking import Ranking
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.stopwatch import Stopwatch

POOL = 12  # records of a warning that are chosen from
ITEMS = 2  # records that a warning cites
_HAS_SECTION = 0.8  # what a question is worth where the draft has a section on its topic, which may answer it
_HELD = 0.5  # and what is taken off where the draft holds all its words

# The catalogue's questions are the same for every draft, and a searcher's generation never changes.
_rankings: weakref.WeakKeyDictionary[Searcher, dict[str, tuple[Query, Ranking]]] = weakref.WeakKeyDictionary()


class Checker:
    """Asks the questions of the catalogue."""

    def __init__(self, searcher: Searcher, finder: Finder, terms: Terms, settings: BriefSettings) -> None:
        self._searcher = searcher
        self._finder = finder
        self._settings = settings
        self._terms = terms

    def check(self, draft: Draft, sections: Sequence[Section], shown: Shown) -> tuple[list[DesignWarning], int]:
        """The strongest warnings first, and how many questions were asked.

        Raises SettingsError for a catalogue that cannot be used.
        """
        catalogue = load_catalogue(self._settings.design_questions)
        missing = catalogue.uncovered(draft.text, draft.language, draft.words)
        if missing is None:
            return [], 0
        topics = {section.topic for section in sections}
        held = {stem(word, "en") for word in {word for word, _, _ in words(draft.text)}}
        found = []
        for question, (query, ranking) in zip(missing, self._ranked(missing), strict=True):
            merged = self._finder.merged([ranking], query)
            evidence = Evidence([SectionQuery(text=question.query)], merged, self._finder.choices(merged, POOL))
            found.append((worth(question, query, evidence.choices, topics, held), question, evidence))
        found.sort(key=lambda one: -one[0])
        warnings: list[DesignWarning] = []
        for _, question, evidence in found:
            if len(warnings) == self._settings.brief_warnings:
                break
            if items := self._finder.items(evidence, ITEMS, shown):
                warnings.append(
                    DesignWarning(
                        id=question.id,
                        topic=question.topic,
                        question=question.asked_in(draft.language),
                        queries=evidence.queries,
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


def worth(
    question: DesignQuestion, query: Query, choices: Sequence[Choice], topics: Collection[Topic], held: Set[str]
) -> float:
    """How strong a warning is: closeness of its best records, less where the draft seems to speak of it after all.

    `topics` are those of the draft's sections, `held` the stems of its words as English ones.
    """
    best = [one.closeness for one in choices[:ITEMS]]
    closeness = sum(best) / ITEMS
    spoken = sum(not held.isdisjoint(word.terms) for word in query.words) / max(1, len(query.words))
    return closeness * (1 - _HELD * spoken) * (_HAS_SECTION if question.topic in topics else 1)
