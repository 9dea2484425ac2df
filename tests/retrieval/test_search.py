"""The whole pipeline: what an answer holds, when there is none, and that the same query gives the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from index.encoders.calibration import Calibration
from index.model import Kind
from index.opened import open_generation
from retrieval.answer import Answer
from retrieval.errors import QueryError
from retrieval.query import parse
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.stopwatch import Stopwatch

Open = Callable[..., Searcher]
Search = Callable[..., Answer]

ASKED = ["what worked for exit strategies", "les stratégies de sortie", "cash wages paid late", '"exit strategy"']
SAME_BYTES = """
import sys
from pathlib import Path
from index.encoders.load import load_encoder
from index.opened import open_generation
from index.settings import IndexSettings
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.settings import SearchSettings
s = IndexSettings()
encoder = load_encoder(s.model, s.backend, s.precision, s.cache, 1)
searcher = Searcher(open_generation(Path(sys.argv[1])), encoder, SearchSettings())
for query in sys.argv[2:]:
    print(searcher.search(SearchRequest(query=query, limit=100, explain=True)).model_dump_json())
"""


def test_the_first_question_of_the_issue_is_answered_by_records_about_exits(search: Search) -> None:
    answer = search("what worked for exit strategies")
    assert not answer.abstained
    assert answer.message is None
    assert len(answer.hits) == min(10, answer.total) > 3
    assert sum("exit" in hit.text.lower() for hit in answer.hits[:5]) >= 3


@pytest.mark.parametrize("query", ASKED)
def test_every_hit_holds_what_a_reader_needs_to_check_it(query: str, search: Search, searcher: Searcher) -> None:
    store = searcher.opened.store
    for hit in search(query).hits:
        record, document = store.record(hit.record_id), store.document(hit.document.id)
        passage = store.passage(hit.id)
        assert record is not None
        assert document is not None
        assert passage is not None
        part = record.parts[passage.part]
        assert hit.text == part.text[passage.start : passage.end]
        assert hit.whole is (hit.text == part.text)
        assert (hit.field, hit.kind, hit.anchor) == (part.name, passage.kind, part.anchor)
        assert hit.local_id == record.local_id
        assert hit.document.title == document.title
        assert hit.document.url == document.url
        assert hit.year == (record.year or document.year) is not None
        assert hit.facets.countries
        assert hit.permalink == f"/p/{hit.record_id}"
        assert document.title in hit.citation


def test_a_hit_of_a_long_text_shows_the_passage_and_says_that_there_is_more(odd: Search, odd_data: Path) -> None:
    (hit,) = [hit for hit in odd("cooperatives that bought a dryer").hits if hit.local_id == "lesson:long"]
    record = open_generation(odd_data).store.record(hit.record_id)
    assert record is not None
    assert not hit.whole
    assert hit.text in record.parts[0].text
    assert len(hit.text) < len(record.parts[0].text)
    assert {hit.text[span.start : span.end] for span in hit.highlights} == {"cooperative", "bought", "dryer"}


def test_ranks_count_from_one_and_scores_fall(search: Search) -> None:
    for query in ASKED:
        hits = search(query, limit=100).hits
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert [hit.scores.fused for hit in hits] == sorted((hit.scores.fused for hit in hits), reverse=True)


@pytest.mark.parametrize("fusion", ["convex", "rrf", "z-score"])
@pytest.mark.parametrize("query", ASKED)
def test_an_explanation_adds_up(query: str, fusion: str, search: Search) -> None:
    answer = search(query, fusion=fusion, explain=True, limit=100)
    assert answer.fusion == fusion
    assert answer.hits
    for hit in answer.hits:
        assert hit.explanation is not None
        told = hit.explanation
        assert told.bm25_share + told.cosine_share + told.neighbours_share == pytest.approx(hit.scores.fused, abs=2e-6)
        assert sum(told.term_scores.values()) == pytest.approx(hit.scores.bm25, abs=1e-4)
        assert told.bm25_place >= 1
        assert told.cosine_place >= 1
    assert all(hit.explanation is None for hit in search(query).hits)


@pytest.mark.parametrize(("fusion", "weight"), [("convex", 0.8), ("rrf", 0.5), ("z-score", 0.5)])
def test_each_fusion_has_the_weight_that_suits_it_unless_another_is_asked_for(
    fusion: str, weight: float, search: Search, open_data: Open, sample_data: Path
) -> None:
    asked = {"query": "exit strategies", "fusion": fusion, "explain": True}
    plain = search(**asked).hits
    assert plain == search(**asked, dense_weight=weight).hits
    other = open_data(sample_data, dense_weight=0.3).search(SearchRequest(**asked)).hits
    assert other == search(**asked, dense_weight=0.3).hits
    assert other != plain


def test_one_leg_alone_orders_by_its_score(search: Search) -> None:
    plain = {"limit": 100, "per_evaluation": 0, "filters": {"kind": ["lesson"]}}
    dense = [hit.scores.cosine for hit in search("exit strategies", dense_weight=1, **plain).hits]
    lexical = [hit.scores.bm25 for hit in search("exit strategies", dense_weight=0, **plain).hits]
    assert dense == sorted(dense, reverse=True)
    assert lexical == sorted(lexical, reverse=True)
    assert dense


@pytest.mark.parametrize("query", ["asteroid orbit determination", "tuning a violin for baroque music"])
def test_it_abstains_where_nothing_is_close_and_says_so(query: str, search: Search) -> None:
    answer = search(query)
    assert answer.abstained
    assert answer.hits == []
    assert answer.total == 0
    assert not any(answer.facets.values())
    assert answer.message is not None
    assert "No strong evidence" in answer.message


def test_the_message_names_words_that_no_passage_holds(search: Search) -> None:
    answer = search("zzyzx qwertz")
    assert answer.query.unknown_words == ["zzyzx", "qwertz"]
    assert answer.message is not None
    assert "No passage holds: zzyzx, qwertz." in answer.message


def test_the_message_names_filter_values_that_do_not_exist_and_close_ones(search: Search) -> None:
    answer = search("exit strategies", filters={"country": ["Malavi"]})
    assert answer.message is not None
    assert "No passage has country=Malavi. Did you mean Malawi" in answer.message
    assert "fewer filters" in answer.message


def test_a_wrong_filter_or_query_is_an_error_not_an_empty_answer(search: Search) -> None:
    for options in ({"filters": {"cuntry": ["Kenya"]}}, {"filters": {"kind": ["leson"]}}):
        with pytest.raises(QueryError):
            search("exit", **options)
    with pytest.raises(QueryError):
        search("  ")


@pytest.mark.parametrize("size", [1, 3, 7])
def test_pages_are_disjoint_and_together_the_whole(size: int, search: Search) -> None:
    whole = search("training of local partners", limit=100)
    assert len(whole.hits) > 10
    pages = [
        search("training of local partners", limit=size, offset=offset) for offset in range(0, len(whole.hits), size)
    ]
    assert [hit for page in pages for hit in page.hits] == whole.hits
    assert {page.total for page in pages} == {whole.total}
    assert all(page.facets == whole.facets for page in pages)


def test_a_page_past_the_end_is_empty_but_no_abstention(search: Search) -> None:
    answer = search("exit strategies", offset=10_000)
    assert answer.hits == []
    assert answer.total > 0
    assert not answer.abstained
    assert answer.message is None


def test_the_same_query_gives_the_same_bytes(search: Search) -> None:
    for query in ASKED:
        first, *others = (search(query, limit=100, explain=True).model_dump_json() for _ in range(3))
        assert others == [first, first]


def test_two_processes_give_the_same_bytes(search: Search, sample_data: Path) -> None:
    here = [search(query, limit=100, explain=True).model_dump_json() for query in ASKED]
    environment = os.environ | {"PYTHONHASHSEED": "17", "PYTHONPATH": os.pathsep.join(sys.path)}
    there = subprocess.run(
        [sys.executable, "-c", SAME_BYTES, str(sample_data), *ASKED],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment | {"PYTHONIOENCODING": "utf-8"},
    )
    assert there.stdout.splitlines() == here


def test_the_answer_says_how_the_query_was_understood(search: Search) -> None:
    echo = search('"exit strategy" handed RAS/18/92/AUR', filters={"kind": ["lesson"]}).query
    assert echo.phrases == ["exit strategy"]
    assert echo.symbols == ["ras/18/92/aur"]
    assert echo.words == ["exit", "strategy", "handed", "ras/18/92/aur"]
    assert echo.filters == {"kind": ["lesson"]}
    assert echo.language == "en"


def test_every_stage_is_timed_and_no_time_is_in_the_answer(searcher: Searcher) -> None:
    watch = Stopwatch()
    answer = searcher.search(SearchRequest(query="exit"), watch)
    assert {"parse", "encode", "filter", "find", "fuse", "group", "facets", "present"} <= set(watch.stages)
    assert all(milliseconds >= 0 for milliseconds in watch.stages.values())
    assert "dur" not in answer.model_dump_json()


def test_a_french_question_is_answered_in_french_and_finds_french_words(search: Search) -> None:
    answer = search("les stratégies de sortie et le transfert aux partenaires")
    assert answer.query.language == "fr"
    french = [hit for hit in answer.hits if hit.language == "fr"]
    assert french
    assert any(hit.matched_terms for hit in french)


def test_a_hit_of_a_recommendation_brings_the_response_and_its_actions(odd: Search) -> None:
    (hit,) = [hit for hit in odd("insure every boat before the monsoon").hits if hit.kind is Kind.RECOMMENDATION]
    response, action = hit.linked
    assert (response.kind, response.relation) == (Kind.MANAGEMENT_RESPONSE, "responds_to")
    assert (response.status, response.progress) == ("Accepted", "Under way")
    assert response.texts[0].text == "Agreed: the fund will pay half of each premium."
    assert (action.kind, action.relation, action.details) == (Kind.KEY_ACTION, "acts_on", {"due": "2020-06"})


def test_a_hit_of_a_response_brings_the_recommendation_that_it_answers(odd: Search) -> None:
    (hit,) = [hit for hit in odd("the fund will pay half of each premium").hits if hit.kind is Kind.MANAGEMENT_RESPONSE]
    assert "odd:recommendation:1" in [one.id for one in hit.linked]


def test_thresholds_follow_the_encoder(searcher: Searcher) -> None:
    """An encoder whose unrelated texts are as close as 0.6 finds nothing in what is a good answer to another."""
    query = SearchRequest(query="training of local partners")
    manifest = searcher.opened.manifest.model_copy(update={"calibration": Calibration(unrelated=0.6, related=0.9)})
    crowded = Searcher(searcher.opened._replace(manifest=manifest), searcher.encoder, searcher.settings)
    before, after = searcher.search(query), crowded.search(query)
    assert not before.abstained
    assert after.total < before.total
    assert after.hits == [] or after.hits[0].scores.evidence < before.hits[0].scores.evidence


def test_a_word_is_scored_once_for_all_hits_that_are_explained(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[tuple[str, ...]] = []
    lexical = searcher.opened.lexical
    score = type(lexical).score

    def counted(self: Any, terms: Mapping[str, float]) -> Any:
        scored.append(tuple(terms))
        return score(self, terms)

    monkeypatch.setattr(type(lexical), "score", counted)
    answer = searcher.search(SearchRequest(query="exit strategies of training", limit=100, explain=True))
    assert len(answer.hits) > 5
    alone = [terms for terms in scored if len(terms) == 1]
    assert len(alone) == len(set(alone)) == len(parse("exit strategies of training", searcher.languages).weights)
