"""A query → an answer. The pipeline, stage by stage.

parse      what the user typed → words, phrases, symbols, acronyms spelt out   query.py, expansion.py
encode     the query's vector                                                  encode.py
rank       candidates in order                                                 ranking.py
  filter     fields, phrases and symbols → one mask over passages              filters.py, phrases.py
  find       two legs over that mask; their union scored in full               candidates.py
  fuse       one order; equal scores in the order of identifiers               fusion/
  smooth     what reads alike ranks alike, at the head of the order            smoothing.py
  prefer     what worked, or what did not, where that is asked for             polarity.py
judge      too little evidence: no hit; too little in all: no answer           ranking.py
rerank     the head read again by a cross-encoder, where there is one          rerank/
order      by score, or the newest first                                       ordering.py
group      one hit per record and text, few per evaluation                     grouping.py
present    exact text, highlights, links, citation; facets of all that match   present.py, facet_counts.py
spell      words that no passage holds → a query that was probably meant       spelling.py, advice.py
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Encoder, Vectors
from index.opened import Opened
from retrieval.advice import echo, message, unknown_words
from retrieval.answer import Answer, FacetValue, Hit
from retrieval.cards import Cards
from retrieval.errors import QueryError
from retrieval.facet_counts import COUNTED, FacetCounter
from retrieval.grouping import Group, best_per_hit, group
from retrieval.ordering import newest_first, years_of
from retrieval.present import Presenter
from retrieval.query import LONGEST, Query
from retrieval.ranking import Ranker, Ranking
from retrieval.request import SearchRequest
from retrieval.rerank.base import Reranker
from retrieval.rerank.head import Reranked, rerank_head
from retrieval.settings import SearchSettings
from retrieval.spelling import Speller
from retrieval.stopwatch import Stopwatch
from retrieval.suggest import Suggester


class Searcher:
    """Searches one generation. Safe to share between threads; nothing in it changes."""

    def __init__(
        self, opened: Opened, encoder: Encoder, settings: SearchSettings, reranker: Reranker | None = None
    ) -> None:
        self.opened = opened
        self.encoder = encoder
        self.reranker = reranker
        self.settings = settings
        self._ranker = Ranker(opened, encoder, settings)
        self.languages = self._ranker.languages
        self._cards = Cards(opened)
        self._facets = FacetCounter({name: opened.facets[name] for name in COUNTED})
        self._years = years_of(opened.facets["year"])

    @cached_property
    def suggester(self) -> Suggester:
        """Suggests while somebody types; made when it is first asked for."""
        return Suggester(self.opened.words, self.speller, sum(self.opened.manifest.records.values()))

    @cached_property
    def speller(self) -> Speller:
        """Corrects unknown words; made when the first one comes."""
        return Speller(self.opened.words.forms)

    def search(self, request: SearchRequest, stopwatch: Stopwatch | None = None) -> Answer:
        """Run the whole pipeline. Raises QueryError."""
        watch = stopwatch or Stopwatch()
        query, vector = self._ranker.read(request, watch)
        ranking = self._ranker.rank(query, vector, request, watch)
        with watch.time("judge"):
            ranking, abstained = self._ranker.judge(ranking)
        with watch.time("group"):
            rows = ranking.candidates.rows
            leads = best_per_hit(ranking.order, rows, self.opened.layout)
        with watch.time("rerank"):
            deadline = time.monotonic() + self.settings.rerank_deadline / 1000
            leads, reranked, rerank_scores = self.rerank(ranking, leads, request, deadline)
        with watch.time("group"):
            if request.sort == "newest":
                leads = newest_first(leads, rows, self._years)
            cap = self.settings.per_evaluation if request.per_evaluation is None else request.per_evaluation
            groups = group(leads, rows, self.opened.layout, cap, most=request.offset + request.limit)
        with watch.time("facets"):
            facets = self._count(ranking)
            if request.alternatives:
                facets |= self._alternatives(query, vector, request)
        with watch.time("present"):
            page = groups[request.offset : request.offset + request.limit]
            hits = Presenter(self.opened, self._cards, ranking.query).hits(
                page,
                ranking.candidates,
                ranking.fused,
                first=request.offset + 1,
                explain=request.explain,
                rerank_scores=rerank_scores,
                preferred=self._ranker.preferred(query, request),
            )
        with watch.time("spell"):
            unknown = unknown_words(self.opened, query)
            did_you_mean = self._did_you_mean(query, request, unknown)
        return Answer(
            query=echo(query, request, unknown),
            generation=self.opened.manifest.name,
            fusion=request.fusion or self.settings.fusion,
            reranked=reranked,
            abstained=abstained,
            message=message(self.opened, query, request, unknown, did_you_mean) if not groups else None,
            did_you_mean=did_you_mean,
            total=len(leads),
            total_is_exact=not ranking.candidates.full,
            offset=request.offset,
            limit=request.limit,
            hits=hits,
            facets=facets,
        )

    def rank(self, request: SearchRequest, watch: Stopwatch) -> Ranking:
        """All candidates in order, before anything is judged, grouped or shown."""
        return self._ranker.rank(*self._ranker.read(request, watch), request, watch)

    def present(self, ranking: Ranking, groups: Sequence[Group]) -> list[Hit]:
        """What readers see of some groups of a ranking, ranked in the order given."""
        presenter = Presenter(self.opened, self._cards, ranking.query)
        return presenter.hits(groups, ranking.candidates, ranking.fused, first=1, explain=False)

    def rerank(self, ranking: Ranking, leads: NDArray[np.int64], request: SearchRequest, deadline: float) -> Reranked:
        """The leads with their head read again, where the request or the settings want that. Raises QueryError."""
        if (request.rerank or self.settings.rerank) == "none":
            return Reranked(leads, False, {})
        if self.reranker is None:
            raise QueryError(
                "There is no cross-encoder to rerank with.",
                hint="Set AFTERWISE_RERANK_MODEL to one and start again, or search with rerank=none.",
            )
        head = request.rerank_head or self.settings.rerank_head
        rows = ranking.candidates.rows
        return rerank_head(self.opened, ranking.query.text, leads, rows, self.reranker, head, deadline)

    def _count(self, ranking: Ranking) -> dict[str, list[FacetValue]]:
        rows = ranking.candidates.rows
        return self._facets.count(rows, self.opened.layout.groups[rows])

    def _alternatives(self, query: Query, vector: Vectors, request: SearchRequest) -> dict[str, list[FacetValue]]:
        """The counts of each filtered field without its own filter: what would be found with one more of its values."""
        found = {}
        for field in request.filters.keys() & set(COUNTED):
            others = {name: values for name, values in request.filters.items() if name != field}
            wider = request.model_copy(update={"filters": others})
            ranking, _ = self._ranker.judge(self._ranker.rank(query, vector, wider, Stopwatch()))
            found[field] = self._count(ranking)[field]
        return found

    def _did_you_mean(self, query: Query, request: SearchRequest, unknown: Sequence[str]) -> str | None:
        """The query with its unknown words corrected, if there are any and that finds something."""
        text = self.speller.correct_text(request.query, unknown, query.language) if unknown else None
        if text is None or len(text) > LONGEST:
            return None
        again = request.model_copy(update={"query": text})
        ranking, _ = self._ranker.judge(self._ranker.rank(*self._ranker.read(again, Stopwatch()), again, Stopwatch()))
        return text if len(ranking.order) else None
