"""The results of a section's searches → one order.

A record that several of the searches find is about the section from several sides: its scores, each between 0 and 1,
are added up (CombSUM, Fox & Shaw 1994), and one that a search does not find among its candidates adds nothing there.
What a draft's own country, region and themes add is bounded, so that they decide between equals and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.opened import Opened
from retrieval.brief.places import Home
from retrieval.candidates import Candidates
from retrieval.fusion.base import Fused
from retrieval.query import Query
from retrieval.ranking import Ranking
from retrieval.supporting import supporting

COUNTRY, REGION, THEME = 0.02, 0.01, 0.01  # of a score of at most 1, whatever else speaks for a record


def merge(rankings: Sequence[Ranking], query: Query, near: NDArray[np.float64]) -> Ranking:
    """One ranking over what any of them found.

    `near` is what each row's home adds to its score, shape (n,).
    BM25, cosine, closeness and evidence are the best of any of the searches. `query` is what the hits are shown for.
    """
    rows = np.unique(np.concatenate([one.candidates.rows for one in rankings]))
    best = np.zeros((4, len(rows)))
    total = np.zeros(len(rows))
    for one in rankings:
        at = np.searchsorted(rows, one.candidates.rows)
        found = one.candidates
        best[:, at] = np.maximum(best[:, at], [found.bm25, found.cosines, found.closeness, found.evidence])
        total[at] += one.fused.scores
    scores = total / len(rankings) + near[rows]
    bm25, cosines, closeness, evidence = best
    full = any(one.candidates.full for one in rankings)
    candidates = Candidates(rows, bm25, cosines, closeness, evidence, full)
    return Ranking(query, candidates, Fused(np.zeros(len(rows)), scores), np.lexsort((rows, -scores)))


def nearness(opened: Opened, home: Home) -> NDArray[np.float64]:
    """What the draft's countries, regions and themes add to the score of each passage, shape (n,)."""
    near = np.zeros(opened.manifest.passages)
    country = _holding(opened, "country", home.countries)
    near[country] = COUNTRY
    near[_holding(opened, "region", home.regions) & ~country] = REGION
    near[_holding(opened, "theme", home.themes)] += THEME
    return near


def _holding(opened: Opened, field: str, values: Sequence[str]) -> NDArray[np.bool_]:
    facet = opened.facets[field]
    return facet.mask([number for value in values for number in facet.find(value)])


def evidence_itself(opened: Opened) -> NDArray[np.bool_]:
    """Passages that are evidence, and not what was said about it (that is shown beside it): shape (n,)."""
    return ~supporting(opened.facets["kind"])
