"""A query → an answer. The pipeline, stage by stage.

parse      what the user typed → words, phrases, symbols, acronyms spelt out   query.py, expansion.py
encode     the query's vector                                                  encode.py
filter     fields, phrases and symbols → one mask over passages                filters.py, phrases.py
find       two legs over that mask; their union scored in full                 candidates.py
fuse       one order; equal scores in the order of identifiers                 fusion/
smooth     what reads alike ranks alike, at the head of the order              smoothing.py
judge      too little evidence: no hit; too little in all: no answer           here
rerank     the head read again by a cross-encoder, where there is one          rerank/
order      by score, or the newest first                                       ordering.py
group      one hit per record and text, few per evaluation                     grouping.py
spell      words that no passage holds → a query that was probably meant            spelling.py
present    exact text, highlights, links, citation; facets of all that match   present.py, facet_counts.py
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import DEFAULT_LANGUAGE
from index.encoders.base import Encoder, Vectors
from index.opened import Opened
from index.vectors import Mask
from retrieval.answer import Answer, ExpansionEcho, FacetValue, QueryEcho
from retrieval.candidates import Candidates, find_candidates
from retrieval.cards import Cards
from retrieval.encode import encode_query
from retrieval.errors import QueryError
from retrieval.expansion import Expander
from retrieval.facet_counts import COUNTED, FacetCounter
from retrieval.filters import mask_of, unknown_values
from retrieval.fusion import DENSE_WEIGHTS, FUSIONS
from retrieval.fusion.base import Fused
from retrieval.grouping import best_per_hit, group
from retrieval.ordering import newest_first, years_of
from retrieval.phrases import phrase_mask, symbol_mask
from retrieval.polarity import polarity_weights
from retrieval.present import Presenter
from retrieval.query import LONGEST, Query, parse
from retrieval.request import SearchRequest
from retrieval.rerank.base import Reranker
from retrieval.rerank.head import Reranked, rerank_head
from retrieval.settings import SearchSettings
from retrieval.smoothing import HEAD, smooth
from retrieval.spelling import Speller
from retrieval.stopwatch import Stopwatch
from retrieval.suggest import Suggester
from retrieval.supporting import supporting


class Ranking(NamedTuple):
    """Candidates in order: `order` holds positions in the arrays of `candidates` and `fused`, best first."""

    query: Query
    candidates: Candidates
    fused: Fused
    order: NDArray[np.int64]


class Searcher:
    """Searches one generation. Safe to share between threads; nothing in it changes."""

    def __init__(
        self, opened: Opened, encoder: Encoder, settings: SearchSettings, reranker: Reranker | None = None
    ) -> None:
        self.opened = opened
        self.encoder = encoder
        self.reranker = reranker
        self.settings = settings
        self.languages = _languages(opened)
        self._expander = Expander(opened.words.acronyms, settings.expansion_weight)
        self._cards = Cards(opened)
        self._facets = FacetCounter({name: opened.facets[name] for name in COUNTED})
        self._years = years_of(opened.facets["year"])
        self._kind_weights = _kind_weights(opened, settings.supporting_weight)
        self._polarity_weights = polarity_weights(opened.facets, settings.polarity_weight)

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
        query, vector = self._read(request, watch)
        ranking = self._rank(query, vector, request, watch)
        with watch.time("judge"):
            ranking, abstained = self._judge(ranking)
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
                preferred=self._preferred(query, request),
            )
        with watch.time("spell"):
            did_you_mean = self._did_you_mean(query, request)
        return Answer(
            query=self._echo(ranking.query, request),
            generation=self.opened.manifest.name,
            fusion=request.fusion or self.settings.fusion,
            reranked=reranked,
            abstained=abstained,
            message=self._message(ranking.query, request, did_you_mean) if not groups else None,
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
        return self._rank(*self._read(request, watch), request, watch)

    def _read(self, request: SearchRequest, watch: Stopwatch) -> tuple[Query, Vectors]:
        with watch.time("parse"):
            query = self._expander.expand(parse(request.query, self.languages))
        with watch.time("encode"):
            return query, encode_query(self.encoder, query.text)

    def _rank(self, query: Query, vector: Vectors, request: SearchRequest, watch: Stopwatch) -> Ranking:
        with watch.time("filter"):
            mask = self._mask(query, request)
        with watch.time("find"):
            depth = max(self.settings.depth, request.offset + request.limit)  # the same for all pages but far ones
            candidates = find_candidates(self.opened, query, vector, mask, depth)
        with watch.time("fuse"):
            weight = self._dense_weight(request)
            fused = self._fuse(candidates, request, weight)
            order = _ordered(fused, candidates)
        if self.settings.smoothing and 0 < weight < 1:  # a leg that is asked for alone is shown as it is
            with watch.time("smooth"):
                head = order[:HEAD]
                vectors = self.opened.vectors.of(candidates.rows[head])
                fused = smooth(fused, head, vectors, self.settings.smoothing)
                order = _ordered(fused, candidates)
        if (preferred := self._preferred(query, request)) is not None:
            fused = fused.weighted(preferred[candidates.rows])
            order = _ordered(fused, candidates)
        return Ranking(query, candidates, fused, order)

    def _preferred(self, query: Query, request: SearchRequest) -> NDArray[np.float64] | None:
        """What the polarity that a query asks for makes of the score of each passage, shape (n,)."""
        both = 0 < self._dense_weight(request) < 1
        return self._polarity_weights[query.polarity] if query.polarity and both else None

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

    def _mask(self, query: Query, request: SearchRequest) -> Mask | None:
        mask = mask_of(request.filters, self.opened.facets)
        if query.only_symbols:
            mask = symbol_mask(self.opened, query.symbols, mask)
        return phrase_mask(self.opened, query.phrases, self.languages, mask)

    def _dense_weight(self, request: SearchRequest) -> float:
        fusion = request.fusion or self.settings.fusion
        asked = (request.dense_weight, self.settings.dense_weight, DENSE_WEIGHTS[fusion])
        return next(weight for weight in asked if weight is not None)

    def _fuse(self, candidates: Candidates, request: SearchRequest, weight: float) -> Fused:
        if not len(candidates.rows):
            return Fused(np.empty(0), np.empty(0))
        method = request.fusion or self.settings.fusion
        fused = FUSIONS[method](candidates.bm25, candidates.closeness, weight=weight)
        return fused.weighted(self._kind_weights[candidates.rows])

    def _judge(self, ranking: Ranking) -> tuple[Ranking, bool]:
        """Leave out what has too little to say. What was asked for word for word needs no other evidence."""
        evidence = ranking.candidates.evidence
        if ranking.query.phrases or ranking.query.only_symbols:
            return ranking, not len(evidence)
        abstained = not (evidence >= self.settings.answerable).any()
        kept = np.zeros(len(evidence), dtype=np.bool_) if abstained else evidence >= self.settings.related
        number = np.cumsum(kept) - 1
        order = number[ranking.order[kept[ranking.order]]]
        kept_candidates = ranking.candidates.keep(kept)
        return Ranking(ranking.query, kept_candidates, ranking.fused.keep(kept), order), abstained

    def _count(self, ranking: Ranking) -> dict[str, list[FacetValue]]:
        rows = ranking.candidates.rows
        return self._facets.count(rows, self.opened.layout.groups[rows])

    def _alternatives(self, query: Query, vector: Vectors, request: SearchRequest) -> dict[str, list[FacetValue]]:
        """The counts of each filtered field without its own filter: what would be found with one more of its values."""
        found = {}
        for field in request.filters.keys() & set(COUNTED):
            others = {name: values for name, values in request.filters.items() if name != field}
            wider = request.model_copy(update={"filters": others})
            found[field] = self._count(self._judge(self._rank(query, vector, wider, Stopwatch()))[0])[field]
        return found

    def _echo(self, query: Query, request: SearchRequest) -> QueryEcho:
        return QueryEcho(
            text=request.query,
            language=query.language,
            words=[word.text for word in query.words],
            unknown_words=self._unknown(query),
            phrases=list(query.phrases),
            symbols=list(query.symbols),
            expansions=[ExpansionEcho(said=one.said, meant=one.meant) for one in query.expansions],
            filters=request.filters,
            polarity=query.polarity,
        )

    def _unknown(self, query: Query) -> list[str]:
        frequency = self.opened.lexical.frequency
        return [word.text for word in query.words if not any(frequency(term) for term in word.terms)]

    def _did_you_mean(self, query: Query, request: SearchRequest) -> str | None:
        """The query with its unknown words corrected, if there are any and that finds something."""
        unknown = self._unknown(query)
        text = self.speller.correct_text(request.query, unknown, query.language) if unknown else None
        if text is None or len(text) > LONGEST:
            return None
        again = request.model_copy(update={"query": text})
        ranking, _ = self._judge(self._rank(*self._read(again, Stopwatch()), again, Stopwatch()))
        return text if len(ranking.order) else None

    def _message(self, query: Query, request: SearchRequest, did_you_mean: str | None) -> str:
        advice = ["No strong evidence for this in the collection."]
        for value, close in unknown_values(request.filters, self.opened.facets).items():
            advice.append(f"No passage has {value}." + (f" Did you mean {' or '.join(close)}?" if close else ""))
        if unknown := self._unknown(query):
            advice.append(f"No passage holds: {', '.join(unknown)}.")
        if did_you_mean:
            advice.append(f"Did you mean “{did_you_mean}”?")
        if query.phrases:
            advice.append("Quoted words must stand in a passage just so: try without the quotation marks.")
        if request.filters:
            advice.append("Try with fewer filters.")
        return " ".join(advice)


def _ordered(fused: Fused, candidates: Candidates) -> NDArray[np.int64]:
    """Positions of the candidates by falling score, equal ones by row."""
    return np.lexsort((candidates.rows, -fused.scores))


def _kind_weights(opened: Opened, weight: float) -> NDArray[np.float64]:
    """What each passage's score is multiplied by, shape (n,): evidence itself before what was said about it."""
    return np.where(supporting(opened.facets["kind"]), weight, 1.0)


def _languages(opened: Opened) -> Sequence[str]:
    """The languages of the collection and English: what a query may be written in."""
    return tuple(sorted({DEFAULT_LANGUAGE, *opened.facets["language"].values}))
