"""The search engine as the evaluation room sees it: a query text → records in order, and whether it abstains."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from index.store import Store
from retrieval.errors import EvaluationError
from retrieval.evaluation.run import Ranking
from retrieval.grouping import best_per_hit, group
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.stopwatch import Stopwatch

_NO_DEADLINE = math.inf  # what is measured is the order, not whether this machine is fast enough for it


class Options(NamedTuple):
    """What a run is made with; None takes the setting."""

    fusion: str | None = None
    dense_weight: float | None = None
    rerank: str | None = None
    per_evaluation: int = 0  # judged sets count every record of an evaluation, so nothing is folded

    def request(self, text: str) -> SearchRequest:
        """The search that these options make of a query."""
        return SearchRequest(query=text, limit=1, **self._asdict())


class Engine:
    """Ranks the records of one generation under the names that a judged set uses for them."""

    def __init__(self, searcher: Searcher, judged_ids: Iterable[str], options: Options | None = None) -> None:
        self._searcher = searcher
        self._options = options or Options()
        self._heads = searcher.opened.store.heads()
        self._names = _names(searcher.opened.store, judged_ids)

    def rank(self, text: str) -> Ranking:
        """All records that the query finds, best first, before anything is cut off for lack of evidence.

        A hit that cites several records for the same text counts as those records, one after the other.
        """
        opened = self._searcher.opened
        request = self._options.request(text)
        ranking = self._searcher.rank(request, Stopwatch())
        rows = ranking.candidates.rows
        leads = best_per_hit(ranking.order, rows, opened.layout)
        leads = self._searcher.rerank(ranking, leads, request, _NO_DEADLINE).leads
        groups = group(leads, rows, opened.layout, self._options.per_evaluation)
        scores = ranking.fused.scores
        found: dict[str, float] = {}
        for one in groups:
            for position in (one.lead, *one.same):
                head = self._heads[rows[position]]
                found.setdefault(self._names.get(head, head), float(scores[one.lead]))
        return list(found.items())

    def abstains(self, text: str) -> bool:
        """Whether a search for this text says that there is no strong evidence."""
        return self._searcher.search(self._options.request(text)).abstained


def _names(store: Store, judged_ids: Iterable[str]) -> dict[str, str]:
    """Identifier of each record → its name in the judged set, or its publisher's own where nobody judged it.

    Raises EvaluationError for unknown names.
    """
    names = store.local_ids()
    unknown = []
    for name in judged_ids:
        found = store.record_ids(name)
        if len(found) == 1:
            names[found[0]] = name
        else:
            unknown.append(f"{name} ({len(found)} records)" if found else name)
    if unknown:
        some = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else ".")
        raise EvaluationError(
            f"{len(unknown)} judged records are not in the collection, or not only once: {some}",
            hint="Index what the set was judged on into this data folder, or name the records by their full ids.",
            details={"records": unknown},
        )
    return names
