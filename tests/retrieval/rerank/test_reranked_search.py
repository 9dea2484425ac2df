"""Searches whose head a real cross-encoder reads again."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from index.opened import open_generation
from retrieval.answer import Answer
from retrieval.errors import QueryError
from retrieval.evaluation.engine import Engine, Options
from retrieval.request import SearchRequest
from retrieval.rerank import RERANKERS
from retrieval.rerank.base import Pair, Reranker
from retrieval.rerank.bounded import Bounded
from retrieval.search import Searcher
from retrieval.settings import SearchSettings

QUERY = "what worked for exit strategies"


@pytest.fixture(scope="module")
def model(tiny_cross_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Reranker:
    return RERANKERS["cross-encoder"](str(tiny_cross_encoder), "onnx", tmp_path_factory.mktemp("exported"), threads=1)


@pytest.fixture(scope="module")
def reranking(searcher: Searcher, model: Reranker) -> Searcher:
    settings = SearchSettings(rerank="cross-encoder", rerank_head=10, rerank_deadline=60_000)
    return Searcher(searcher.opened, searcher.encoder, settings, Bounded(model))


def ask(searcher: Searcher, **options: object) -> Answer:
    return searcher.search(SearchRequest(query=QUERY, per_evaluation=0, **options))  # type: ignore[arg-type]


def test_the_head_comes_in_the_order_of_the_models_scores(
    searcher: Searcher, reranking: Searcher, model: Reranker
) -> None:
    before = ask(searcher, limit=30)
    after = ask(reranking, limit=30, explain=True)
    assert (before.reranked, after.reranked) == (False, True)
    titles = {hit.id: f"{hit.title}. " if hit.title else "" for hit in before.hits}
    scores = model.score([Pair(QUERY, titles[hit.id] + hit.text) for hit in before.hits[:10]], math.inf)
    expected = [hit for _, hit in sorted(zip(-scores, [h.id for h in before.hits[:10]], strict=True))]
    assert [hit.id for hit in after.hits[:10]] == expected != [hit.id for hit in before.hits[:10]]
    assert [hit.id for hit in after.hits[10:]] == [hit.id for hit in before.hits[10:]]
    shown = [hit.explanation.rerank_score for hit in after.hits if hit.explanation]
    assert shown[:10] == pytest.approx(sorted(scores, reverse=True), abs=1e-5)
    assert shown[10:] == [None] * (len(after.hits) - 10)
    assert before.total == after.total
    assert before.facets == after.facets


def test_a_request_chooses_whether_and_how_much(reranking: Searcher, searcher: Searcher) -> None:
    assert ask(reranking, rerank="none").reranked is False
    assert ask(reranking, rerank="none").hits == ask(searcher).hits
    deeper = ask(reranking, limit=30, rerank_head=20, explain=True)
    read = [hit.explanation.rerank_score is not None for hit in deeper.hits if hit.explanation]
    assert read == [number < 20 for number in range(len(deeper.hits))]
    assert len(read) > 10


def test_pages_are_parts_of_one_order(reranking: Searcher) -> None:
    whole = ask(reranking, limit=15).hits
    pages = [hit for offset in (0, 5, 10) for hit in ask(reranking, limit=5, offset=offset).hits]
    assert pages == whole


def test_when_time_is_up_the_answer_is_the_one_without_byte_for_byte(searcher: Searcher, reranking: Searcher) -> None:
    class Late:
        def score(self, pairs: object, deadline: float) -> object:
            raise TimeoutError

    late = Searcher(searcher.opened, searcher.encoder, reranking.settings, Late())  # type: ignore[arg-type]
    answer = ask(late, limit=100, explain=True)
    assert answer.reranked == "timeout"
    plain = ask(searcher, limit=100, explain=True)
    assert answer.model_copy(update={"reranked": False}).model_dump_json() == plain.model_dump_json()


def test_an_answer_without_hits_is_not_reranked(reranking: Searcher) -> None:
    assert reranking.search(SearchRequest(query="asteroid orbit determination")).reranked is False


def test_asking_for_a_cross_encoder_where_there_is_none_says_what_to_set(searcher: Searcher) -> None:
    with pytest.raises(QueryError, match="no cross-encoder") as caught:
        ask(searcher, rerank="cross-encoder")
    assert "AFTERWISE_RERANK_MODEL" in caught.value.hint


def test_what_is_measured_is_reranked_too_and_without_a_deadline(
    searcher: Searcher, model: Reranker, sample_data: Path
) -> None:
    hurried = SearchSettings(rerank_head=10, rerank_deadline=1)
    engine = Searcher(open_generation(sample_data), searcher.encoder, hurried, Bounded(model))
    plain, again = (
        [name for name, _ in Engine(engine, (), Options(rerank=how)).rank(QUERY)] for how in ("none", "cross-encoder")
    )
    assert sorted(plain[:10]) == sorted(again[:10])
    assert plain[:10] != again[:10]
    assert plain[10:] == again[10:]
