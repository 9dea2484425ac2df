"""The evidence for the sections of a draft: which records, in which order, and those that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple, Self

import numpy as np

from index.analysis import words
from index.model import Kind, Polarity
from retrieval.brief.answer import BriefItem, SectionQuery
from retrieval.brief.choosing import Choice, Shown, choose, strong
from retrieval.brief.draft import Draft
from retrieval.brief.items import aspect_of, items_of, query_of
from retrieval.brief.merging import evidence_itself, merge, nearness
from retrieval.brief.places import Home
from retrieval.brief.queries import queries_of
from retrieval.brief.sections import Section
from retrieval.brief.subject import Subject, gist_of
from retrieval.brief.terms import Terms
from retrieval.grouping import best_per_hit, group
from retrieval.query import LONGEST, Query
from retrieval.ranking import Ranking
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.stopwatch import Stopwatch

POOL = 30  # records of a section that are chosen from
CLOSE = 0.58  # closeness that leaves no doubt that the collection knows a draft's subject (docs/quality.md, "Briefs")
KNOWN = 0.45  # closeness to the draft's own sentences that is enough


class Evidence(NamedTuple):
    """What was found for a section: the searches, their merged ranking, and the records that may be shown."""

    queries: list[SectionQuery]
    ranking: Ranking | None
    choices: list[Choice]
    closest: float = 0.0  # closeness of the nearest passage, on the default encoder's scale

    @classmethod
    def none(cls) -> Self:
        """Nothing was looked for."""
        return cls([], None, [])


class Finder:
    """Finds evidence for one draft in what one searcher may see."""

    def __init__(self, searcher: Searcher, terms: Terms, home: Home) -> None:
        self._searcher = searcher
        self._opened = searcher.opened
        self._terms = terms
        self._evidence = evidence_itself(searcher.opened)
        self._near = nearness(searcher.opened, home)
        self._home = home

    def knows_gist(self, draft: Draft) -> bool:
        """Whether the collection knows what a draft speaks of, by the draft's own sentences alone.

        The words that lead the searches of sections find something in any collection: evaluations know "monitoring" of
        anything.
        """
        gist = gist_of(draft, self._terms)[:LONGEST]
        if not any(True for _ in words(gist)):
            return False
        candidates = self._searcher.rank(SearchRequest(query=gist), Stopwatch()).candidates
        return float(candidates.closeness.max(initial=0)) >= KNOWN

    @staticmethod
    def knows_sections(found: Sequence[Evidence]) -> bool:
        """Whether what was found for the sections leaves no doubt that the collection knows a draft's subject."""
        return bool(found) and median(one.closest for one in found) >= CLOSE

    def find(self, section: Section, subject: Subject) -> Evidence:
        """The evidence for one section, the best first."""
        asked = queries_of(section, subject, self._terms)
        if not asked.queries:
            return Evidence.none()
        rankings = [self._searcher.rank(SearchRequest(query=text), Stopwatch()) for text in asked.queries]
        query = query_of(asked.queries[0], section.language, asked.terms)
        merged = self.merged(rankings, query)
        queries = [SectionQuery(text=text) for text in asked.queries]
        closest = max(float(one.candidates.closeness.max(initial=0)) for one in rankings)
        return Evidence(queries, merged, self.choices(merged), closest)

    def merged(self, rankings: Sequence[Ranking], query: Query) -> Ranking:
        """One ranking of several, of what is evidence itself and has enough to say."""
        merged = merge(rankings, query, self._near)
        rows = merged.candidates.rows
        kept = self._evidence[rows] & (merged.candidates.evidence >= self._searcher.settings.answerable)
        number = np.cumsum(kept) - 1
        order = number[merged.order[kept[merged.order]]]
        return Ranking(query, merged.candidates.keep(kept), merged.fused.keep(kept), order)

    def choices(self, ranking: Ranking, most: int = POOL) -> list[Choice]:
        """The best records of a ranking, one of each saying."""
        layout, facets = self._opened.layout, self._opened.facets
        stated = facets["polarity"] if facets["polarity"].values else None
        rows = ranking.candidates.rows
        found = []
        for one in group(best_per_hit(ranking.order, rows, layout), rows, layout, 0, most=most):
            row = int(rows[one.lead])
            polarity = next(iter(stated.of(row)), None) if stated else None
            found.append(
                Choice(
                    group=one,
                    row=row,
                    record=int(layout.groups[row]),
                    saying=int(layout.sayings[row]),
                    score=float(ranking.fused.scores[one.lead]),
                    evaluation=int(layout.documents[row]),
                    countries=frozenset(facets["country"].of(row)),
                    aspect=aspect_of(Kind(facets["kind"].of(row)[0]), Polarity(polarity) if polarity else None),
                    closeness=float(ranking.candidates.closeness[one.lead]),
                )
            )
        return found

    def items(self, evidence: Evidence, most: int, shown: Shown) -> list[BriefItem]:
        """What is shown of some evidence, and `shown` from then on."""
        if evidence.ranking is None or not evidence.choices:
            return []
        able = strong([one for one in evidence.choices if not shown.holds(one)])
        vectors = self._opened.vectors.of(np.array([one.row for one in able], dtype=np.int64))
        chosen = choose(able, vectors, most, frozenset(self._home.countries), shown)
        first = shown.next_number
        shown.add(chosen)
        hits = self._searcher.present(evidence.ranking, [one.group for one in chosen])
        return items_of(hits, first, self._home)
