"""Several searches make one order; the draft's home decides between equals only. Hand-computed."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.brief.merging import COUNTRY, REGION, THEME, evidence_itself, merge, nearness
from retrieval.brief.places import Home
from retrieval.candidates import Candidates
from retrieval.fusion.base import Fused
from retrieval.query import Query
from retrieval.ranking import Ranking
from retrieval.search import Searcher

QUERY = Query(text="lamps", language="en", words=(), phrases=(), symbols=())


def ranking(scores: dict[int, float], *, full: bool = False) -> Ranking:
    rows = np.array(sorted(scores), dtype=np.int64)
    values = np.array([scores[row] for row in rows.tolist()])
    candidates = Candidates(rows, values, values / 2, values / 2, values, full)
    return Ranking(QUERY, candidates, Fused(np.zeros(len(rows)), values), np.argsort(-values))


def test_scores_are_added_up_and_a_missing_one_adds_nothing() -> None:
    merged = merge([ranking({1: 0.8, 2: 0.6}), ranking({2: 0.6, 5: 0.9}, full=True)], QUERY, np.zeros(6))
    assert merged.candidates.rows.tolist() == [1, 2, 5]
    assert merged.fused.scores.tolist() == pytest.approx([0.4, 0.6, 0.45])
    assert merged.candidates.rows[merged.order].tolist() == [2, 5, 1]
    assert merged.candidates.evidence.tolist() == pytest.approx([0.8, 0.6, 0.9])  # the best of any search
    assert merged.candidates.full


def test_home_passes_equals_and_nothing_clearly_better() -> None:
    near = np.array([0, COUNTRY + THEME, 0, 0])
    equal = merge([ranking({0: 0.5, 1: 0.5})], QUERY, near)
    assert equal.candidates.rows[equal.order].tolist() == [1, 0]
    better = merge([ranking({0: 0.55, 1: 0.5})], QUERY, near)
    assert better.candidates.rows[better.order].tolist() == [0, 1]


def test_nearness_is_of_the_country_else_of_its_region_and_of_themes(searcher: Searcher) -> None:
    facets = searcher.opened.facets
    near = nearness(searcher.opened, Home(("Malawi",), ("Africa",), ("Programme sustainability",)))
    for row, value in enumerate(near.tolist()):
        country = "Malawi" in facets["country"].of(row)
        region = "Africa" in facets["region"].of(row) and not country
        theme = "Programme sustainability" in facets["theme"].of(row)
        assert value == pytest.approx(COUNTRY * country + REGION * region + THEME * theme)
    assert near.max() > 0


def test_what_is_said_about_evidence_is_none_itself(searcher: Searcher) -> None:
    mask = evidence_itself(searcher.opened)
    kinds = [searcher.opened.facets["kind"].of(row)[0] for row in range(len(mask))]
    assert {kind for kind, kept in zip(kinds, mask, strict=True) if not kept} == {
        "management_response",
        "key_action",
        "context",
    }
