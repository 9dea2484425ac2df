"""The evidence for a section: which records, in which order, and those that are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.analysis import words
from index.model import Kind, Polarity
from index.vectors import Mask
from retrieval.brief.answer import BriefItem, SectionQuery, Support
from retrieval.brief.choosing import Choice, choose
from retrieval.brief.draft import Draft
from retrieval.brief.items import aspect_of, items_of, query_of, support_of
from retrieval.brief.merging import evidence_itself, merge, nearness
from retrieval.brief.places import Home, home_of
from retrieval.brief.queries import Subject, queries_of
from retrieval.brief.sections import Section
from retrieval.brief.terms import Terms
from retrieval.grouping import best_per_hit, group
from retrieval.ranking import Ranking
from retrieval.request import SearchRequest
from retrieval.search import Searcher

POOL = 40  # records of a section that are chosen from
_SUBJECT_TERMS = 12  # words that say what a draft is about


class Evidence(NamedTuple):
    """What was found for a section: the searches, their merged ranking, and the records that may be shown."""

    queries: list[SectionQuery]
    ranking: Ranking | None
    choices: list[Choice]

    @classmethod
    def none(cls) -> Self:
        """Nothing was looked for."""
        return cls([], None, [])

    def only(self, wanted: Callable[[int], bool]) -> Self:
        """The evidence of those records alone of which `wanted` says so, by the number of what they say."""
        return self._replace(choices=[one for one in self.choices if wanted(one.saying)])


class Finder:
    """Finds evidence in what one searcher may see."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._opened = searcher.opened
        self._terms = Terms(searcher.opened.lexical, searcher.opened.manifest.passages)
        self._evidence: Mask = evidence_itself(searcher.opened)
        self._near: tuple[Home, NDArray[np.float64]] | None = None

    def subject_of(self, draft: Draft) -> Subject:
        """What a draft is about."""
        text = draft.text
        home = home_of(text, draft.language, self._opened)
        places = frozenset(word for name in (*home.countries, *home.regions) for word, _, _ in words(name))
        return Subject(self._terms.of(text, draft.language, without=places), home, places)

    def knows(self, subject: Subject) -> bool:
        """Whether the collection holds anything on what a draft is about."""
        return bool(subject.terms)

    def find(self, section: Section, subject: Subject) -> Evidence:
        """The evidence for one section, the best first."""
        asked = queries_of(section, subject, self._terms)
        if not asked.queries:
            return Evidence.none()
        rankings = self._searcher.rank_all([SearchRequest(query=text) for text in asked.queries])
        query = query_of(asked.queries[0], section.language, asked.terms)
        merged = self.merged(rankings, query, subject.home)
        queries = [SectionQuery(text=text) for text in asked.queries]
        return Evidence(queries, merged, self.choices(merged))

    def merged(self, rankings: Sequence[Ranking], query, home: Home) -> Ranking:
        if self._near is None or self._near[0] != home:
            self._near = (home, nearness(self._opened, home))
        merged = merge(rankings, query, self._near[1])
        rows = merged.candidates.rows
        settings = self._searcher.settings
        kept = self._evidence[rows] & (merged.candidates.evidence >= settings.answerable)
        number = np.cumsum(kept) - 1
        order = number[merged.order[kept[merged.order]]]
        return Ranking(query, merged.candidates.keep(kept), merged.fused.keep(kept), order)

    def choices(self, ranking: Ranking) -> list[Choice]:
        """The best records of a ranking, one of each saying."""
        layout, facets = self._opened.layout, self._opened.facets
        rows = ranking.candidates.rows
        found = []
        for one in group(best_per_hit(ranking.order, rows, layout), rows, layout, 0, most=POOL):
            row = int(rows[one.lead])
            polarity = next(iter(facets["polarity"].of(row)), None)
            found.append(
                Choice(
                    group=one,
                    row=row,
                    saying=int(layout.sayings[row]),
                    score=float(ranking.fused.scores[one.lead]),
                    evaluation=(facets["publisher"].of(row), facets["evaluation"].of(row)),
                    countries=frozenset(facets["country"].of(row)),
                    aspect=aspect_of(Kind(facets["kind"].of(row)[0]), Polarity(polarity) if polarity else None),
                )
            )
        return found

    def items(
        self, evidence: Evidence, most: int, subject: Subject, shown: Counter[Hashable], seen: set[int], first: int
    ) -> list[BriefItem]:
        """What is shown of some evidence. What is shown is added to `shown` and `seen`."""
        if evidence.ranking is None or not evidence.choices:
            return []
        vectors = self._opened.vectors.of(np.array([one.row for one in evidence.choices], dtype=np.int64))
        own = frozenset(subject.home.countries)
        chosen = choose(evidence.choices, vectors, most, own, shown)
        shown.update(one.evaluation for one in chosen)
        seen.update(one.saying for one in chosen)
        hits = self._searcher.present(evidence.ranking, [one.group for one in chosen])
        return items_of(hits, first, subject.home)

    def support(self, items: Sequence[BriefItem]) -> Support:
        """How widely some items are supported."""
        return support_of(items)
