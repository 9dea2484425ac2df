"""The real ILO export: filters over several countries, project symbols, and the judged development set."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.analysis import terms
from retrieval.evaluation.engine import Engine
from retrieval.evaluation.evaluate import Evaluation, evaluate
from retrieval.evaluation.sets import load_set
from retrieval.filters import mask_of
from retrieval.grouping import best_per_hit
from retrieval.phrases import symbol_mask
from retrieval.request import SearchRequest
from retrieval.search import Searcher


@pytest.fixture(scope="module")
def ilo(open_data: Callable[..., Searcher], ilo_data: Path) -> Searcher:
    return open_data(ilo_data)


@pytest.fixture(scope="module")
def several(shared: Path) -> dict[str, set[str]]:
    """The lessons with several countries, by identifier, counted from the export's rows."""
    found: dict[str, set[str]] = defaultdict(set)
    with (shared / "data" / "ilo_ieval" / "lessons_learned.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[f"ilo:lesson:{row['Lessons learned ID']}"].add(row["Country(ies)"].strip())
    return {id_: countries for id_, countries in found.items() if len(countries) > 1}


def test_lessons_with_several_countries_are_found_once_under_each_and_under_no_other(
    ilo: Searcher, several: dict[str, set[str]]
) -> None:
    assert len(several) == 273
    layout, heads = ilo.opened.layout, np.array(ilo.opened.store.heads())
    for country in ilo.opened.facets["country"].values:
        mask = mask_of({"country": [country]}, ilo.opened.facets)
        assert mask is not None
        rows = np.flatnonzero(mask)
        hits = heads[rows[best_per_hit(np.arange(len(rows)), rows, layout)]].tolist()
        found = [hit for hit in hits if hit in several]
        assert sorted(found) == sorted(id_ for id_, countries in several.items() if country in countries), country


def test_a_search_for_such_a_lesson_brings_it_once_under_each_of_its_countries(
    ilo: Searcher, several: dict[str, set[str]]
) -> None:
    for id_ in sorted(several)[::70]:
        record = ilo.opened.store.record(id_)
        assert record is not None
        words = " ".join(record.parts[0].text.split()[:20])
        for country in several[id_]:
            request = SearchRequest(query=words, filters={"country": [country]}, limit=100, per_evaluation=0)
            answer = ilo.search(request)
            shown = [one for hit in answer.hits for one in (hit.record_id, *(also.record_id for also in hit.also))]
            assert shown.count(id_) == 1, f"{id_} under {country}"


def test_every_project_symbol_finds_what_is_filed_under_it_and_no_other_project(ilo: Searcher) -> None:
    symbols = ilo.opened.facets["symbol"]
    assert len(symbols.values) > 600
    for symbol in symbols.values[::5]:
        assert terms(symbol, "en")[0] == symbol.lower()
        mask = symbol_mask(ilo.opened, [symbol.lower()], None)
        assert mask is not None
        filed = symbols.mask(symbols.find(symbol))
        assert mask[filed].all(), symbol
        for row in np.flatnonzero(mask & ~filed):  # named in the text, or a phase of the same project
            (passage,) = ilo.opened.store.passages([int(row)])
            document = ilo.opened.store.document(passage.record.document_id)
            assert document is not None
            said = [passage.text, document.title, *symbols.of(int(row))]
            assert any(symbol.lower() in text.lower() for text in said), symbol


@pytest.fixture(scope="module")
def measured(ilo: Searcher, shared: Path) -> Evaluation:
    judged = load_set(shared / "eval" / "ilo_dev")
    engine = Engine(ilo, {record for grades in judged.qrels.values() for record in grades})
    return evaluate(engine.rank, judged, abstains=engine.abstains)


def test_the_default_ranking_reaches_what_the_project_promises(measured: Evaluation) -> None:
    means = {score.measure.label: score.mean.mean for score in measured.scores}
    assert means["nDCG@10"] >= 0.68


def test_what_the_collection_cannot_answer_is_refused_and_nothing_else(measured: Evaluation) -> None:
    assert measured.abstention is not None
    assert measured.abstention.answered == ()
    assert measured.abstention.refused == ()
    assert (measured.abstention.answerable, measured.abstention.no_answer) == (22, 4)
