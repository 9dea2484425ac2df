"""The search engine as the evaluation room sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.opened import open_generation
from index.settings import IndexSettings
from retrieval.errors import EvaluationError
from retrieval.evaluation.engine import Engine, Options
from retrieval.evaluation.evaluate import evaluate
from retrieval.evaluation.sets import load_set
from retrieval.request import SearchRequest
from retrieval.search import Searcher

SET = Path(__file__).parents[3] / "eval_sets" / "sample_queries"
QUERY = "what worked for exit strategies"


def test_records_are_ranked_under_the_names_of_the_judged_set(searcher: Searcher) -> None:
    ranking = Engine(searcher, ["ilo:lesson:910063", "recommendation:930001"]).rank(QUERY)
    names = [name for name, _ in ranking]
    assert {"ilo:lesson:910063", "recommendation:930001"} <= set(names[:10])
    assert "lesson:910063" not in names
    assert [name for name in names if name.startswith("ilo:")] == ["ilo:lesson:910063"]  # the others by local names


def test_a_ranking_goes_on_where_a_search_would_stop(searcher: Searcher) -> None:
    ranking = Engine(searcher, []).rank(QUERY)
    answer = searcher.search(SearchRequest(query=QUERY, limit=100, per_evaluation=0))
    heads, passages = searcher.opened.store.heads(), [searcher.opened.store.passage(hit.id) for hit in answer.hits]
    assert len(ranking) > answer.total
    local = searcher.opened.store.local_ids()
    shown = [local[heads[one.row]] for one in passages if one is not None]
    assert [name for name, _ in ranking][: len(passages)] == shown


def test_scores_never_rise_and_no_record_comes_twice(searcher: Searcher) -> None:
    ranking = Engine(searcher, []).rank(QUERY)
    scores = [score for _, score in ranking]
    assert scores == sorted(scores, reverse=True)
    assert len({name for name, _ in ranking}) == len(ranking)


def test_a_response_counts_as_the_recommendation_that_it_answers(searcher: Searcher) -> None:
    names = [name for name, _ in Engine(searcher, []).rank("the office will write the hand-over into new projects")]
    assert names
    assert not any("management_response:" in name or "key_action:" in name for name in names)


def test_records_of_the_same_text_follow_each_other_with_the_same_score(odd_data: Path, searcher: Searcher) -> None:
    odd = Searcher(open_generation(odd_data), searcher.encoder, searcher.settings)
    ranking = Engine(odd, []).rank("seed banks need a caretaker who is paid")
    (first, one), (second, other) = ranking[:2]
    assert {first, second} == {"lesson:said-once", "lesson:said-again"}
    assert one == other


def test_options_choose_the_leg(searcher: Searcher) -> None:
    dense = Engine(searcher, [], Options(dense_weight=1.0)).rank(QUERY)
    lexical = Engine(searcher, [], Options(dense_weight=0.0)).rank(QUERY)
    fused = Engine(searcher, [], Options(fusion="rrf")).rank(QUERY)
    assert len({tuple(name for name, _ in ranking) for ranking in (dense, lexical, fused)}) == 3


def test_it_abstains_as_the_search_does(searcher: Searcher) -> None:
    engine = Engine(searcher, [])
    assert engine.abstains("tuning a violin for baroque music")
    assert not engine.abstains(QUERY)


def test_judged_records_that_the_collection_lacks_are_named(searcher: Searcher) -> None:
    with pytest.raises(EvaluationError, match=r"2 judged records .*: lesson:1, lesson:2\.") as caught:
        Engine(searcher, ["lesson:910063", "lesson:1", "lesson:2"])
    assert caught.value.details == {"records": ["lesson:1", "lesson:2"]}
    assert "full ids" in caught.value.hint


def test_a_name_that_two_publishers_use_must_be_written_in_full(tmp_path: Path, searcher: Searcher) -> None:
    documents = tuple(Document(id=f"{one}:evaluation:1", publisher=one, title=one) for one in ("aa", "bb"))
    records = tuple(
        Record(
            id=f"{document.publisher}:lesson:1",
            local_id="lesson:1",
            document_id=document.id,
            kind=Kind.LESSON,
            parts=(Part(name="text", text=f"Learned by {document.publisher}."),),
        )
        for document in documents
    )
    index_extraction("both", Extraction(documents=documents, records=records), tmp_path, IndexSettings())
    both = Searcher(open_generation(tmp_path), searcher.encoder, searcher.settings)
    with pytest.raises(EvaluationError, match=r"lesson:1 \(2 records\)"):
        Engine(both, ["lesson:1"])
    assert dict(Engine(both, ["aa:lesson:1"]).rank("learned")).keys() == {"aa:lesson:1", "bb:lesson:1"}


def test_the_sample_set_is_answered_well_and_refused_where_it_should_be(searcher: Searcher) -> None:
    judged = load_set(SET)
    engine = Engine(searcher, {record for grades in judged.qrels.values() for record in grades})
    evaluation = evaluate(engine.rank, judged, abstains=engine.abstains)
    means = {score.measure.label: score.mean.mean for score in evaluation.scores}
    assert means["nDCG@10"] >= 0.75
    assert means["R@100"] >= 0.95
    assert evaluation.abstention is not None
    assert evaluation.abstention.answered == ()
    assert evaluation.abstention.refused == ()
    assert evaluation.nothing_found() == ()
