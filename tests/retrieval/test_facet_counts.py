"""Facet counts against counting record by record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.facets import FACETS, Facet
from retrieval.answer import Answer
from retrieval.facet_counts import COUNTED, SHOWN, FacetCounter
from retrieval.search import Searcher

Search = Callable[..., Answer]

ROWS = st.lists(st.lists(st.sampled_from("abcdef"), unique=True, max_size=4), min_size=1, max_size=20)


@given(ROWS, st.data())
def test_a_hit_counts_once_for_each_of_its_values(rows: list[list[str]], data: st.DataObject) -> None:
    size = len(rows)
    groups = data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    chosen = sorted(data.draw(st.sets(st.integers(0, size - 1))))
    holders: dict[str, set[int]] = defaultdict(set)
    for row in chosen:
        for value in rows[row]:
            holders[value].add(groups[row])
    counts = sorted(((value, len(hits)) for value, hits in holders.items()), key=lambda one: (-one[1], one[0]))
    expected = [{"value": value, "count": count} for value, count in counts]
    facet = Facet.build(tuple(row) for row in rows)
    none = Facet.build(() for _ in rows)
    counter = FacetCounter({"one": facet, "none": none, "other": facet})
    counted = counter.count(np.array(chosen, dtype=np.int64), np.array(groups, dtype=np.int32)[chosen])
    assert counted == {"one": expected, "none": [], "other": expected}


@pytest.mark.parametrize("query", ["exit strategies", "cash wages paid late"])
def test_counts_of_an_answer_are_those_of_the_records_that_match(
    query: str, searcher: Searcher, search: Search
) -> None:
    answer = search(query, limit=100, per_evaluation=0)
    threshold = searcher.settings.related
    assert all(hit.scores.evidence >= threshold for hit in answer.hits)
    years: dict[str, int] = defaultdict(int)
    for hit in answer.hits:
        years[str(hit.year)] += 1 + sum(1 for one in hit.also if one.record_id != hit.record_id)
    assert {one["value"]: one["count"] for one in answer.model_dump()["facets"]["year"]} == years
    assert answer.total == sum(years.values())


def test_all_facets_of_the_issue_are_counted(search: Search) -> None:
    answer = search("exit strategies")
    assert list(answer.facets) == list(COUNTED)
    wanted = {"kind", "theme", "country", "region", "year", "language", "evaluation_type", "unit", "status", "progress"}
    assert wanted <= set(COUNTED) <= set(FACETS)


def test_values_come_by_falling_count_then_by_name_and_not_endlessly(searcher: Searcher) -> None:
    rows = np.arange(searcher.opened.manifest.passages)
    counted = FacetCounter(searcher.opened.facets).count(rows, searcher.opened.layout.groups)
    for values in counted.values():
        order = [(-one["count"], one["value"]) for one in values]
        assert order == sorted(order)
        assert len(values) <= SHOWN


def test_more_values_than_are_shown_lose_the_rarest() -> None:
    names = [f"v{number:03}" for number in range(SHOWN + 5)]
    facet = Facet.build([*((name,) for name in names), *((name,) for name in names[5:])])
    rows = np.arange(2 * len(names) - 5)
    counted = FacetCounter(dict.fromkeys(COUNTED, facet)).count(rows, rows.astype(np.int32))
    assert [one["value"] for one in counted["kind"]] == names[5:]
