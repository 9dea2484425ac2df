"""What worked, what did not: how it is asked for, and what that does to the order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Part, Polarity, Record
from index.settings import IndexSettings
from retrieval.answer import Answer
from retrieval.polarity import LONGEST, Asked, asked
from retrieval.query import parse
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.settings import SearchSettings

Open = Callable[..., Searcher]
Search = Callable[..., Answer]

SUCCESS = [
    ("what worked for exit strategies", {"what", "worked"}),
    ("What has worked in seed banks?", {"what", "has", "worked"}),
    ("what made the seed banks of the valley last and succeed", {"what", "made", "succeed"}),
    ("why did the second pilot work", {"why", "did", "work"}),
    ("success factors of savings groups", {"success", "factors"}),
    ("success stories from Fiji", {"success", "stories"}),
    ("good practices: boat repair", {"good", "practices"}),
    ("qué funcionó en las cooperativas", {"qué", "funcionó"}),
    ("buenas prácticas de inspección", {"buenas", "prácticas"}),
    ("por qué el fondo rotatorio tuvo éxito", {"por", "qué", "tuvo", "éxito"}),
    ("ce qui a bien marché dans les coopératives", {"ce", "qui", "a", "bien", "marché"}),
    ("qu’est-ce qui a marché", {"qu", "est", "ce", "qui", "a", "marché"}),
    ("facteurs de réussite", {"facteurs", "de", "réussite"}),
]
CHALLENGE = [
    ("what did not work in cash for work", {"what", "did", "not", "work"}),
    ("what didn’t work", {"what", "didn", "t", "work"}),
    ("why did the seed programme for the youth of the rural districts fail", {"why", "did", "fail"}),
    ("why did the pilot not work", {"why", "did", "not", "work"}),
    ("pitfalls of revolving funds", {"pitfalls"}),
    ("challenges in procurement", {"challenges"}),
    ("qué no funcionó", {"qué", "no", "funcionó"}),
    ("por qué fracasó el fondo rotatorio", {"por", "qué", "fracasó"}),
    ("obstáculos para la inspección", {"obstáculos"}),
    ("ce qui n'a pas marché", {"ce", "qui", "n", "a", "pas", "marché"}),
    ("pourquoi le fonds a échoué", {"pourquoi", "a", "échoué"}),
    ("les difficultés des coopératives", {"difficultés"}),
]
NEITHER = [
    "exit strategies",
    "working conditions of seafarers",
    "successes and challenges of steering committees",
    "how did unions work with ministries",
    "condiciones de trabajo",
    "la marche des femmes",
    "RAS/19/90/SOL",
    "",
]


@pytest.mark.parametrize(("text", "said"), SUCCESS)
def test_what_worked_is_asked_for_in_three_languages(text: str, said: set[str]) -> None:
    assert asked(text) == Asked(Polarity.SUCCESS, frozenset(said))


@pytest.mark.parametrize(("text", "said"), CHALLENGE)
def test_what_did_not_work_too(text: str, said: set[str]) -> None:
    assert asked(text) == Asked(Polarity.CHALLENGE, frozenset(said))


@pytest.mark.parametrize("text", NEITHER)
def test_other_queries_and_those_that_ask_for_both_prefer_nothing(text: str) -> None:
    assert asked(text) == Asked()


def test_written_text_that_mentions_challenges_does_not_ask_for_them() -> None:
    words = ["boats"] * (LONGEST - 1)
    assert asked(" ".join([*words, "challenges"])).polarity is Polarity.CHALLENGE
    assert asked(" ".join([*words, "and", "challenges"])) == Asked()


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    found = asked(text)
    assert bool(found.words) is (found.polarity is not None)


def test_words_that_only_ask_are_no_words_of_the_subject() -> None:
    query = parse("what worked for exit strategies")
    assert query.polarity is Polarity.SUCCESS
    assert [word.text for word in query.words] == ["exit", "strategies"]
    assert query.text == "what worked for exit strategies"  # the encoder reads the question as it was asked


def test_a_query_of_nothing_else_keeps_its_words() -> None:
    query = parse("success factors")
    assert query.polarity is Polarity.SUCCESS
    assert [word.text for word in query.words] == ["success", "factors"]


SAID = "Savings groups in the fishing villages met every week and kept their own books."
MADE = {"plain": (Kind.LESSON, None), "good": (Kind.GOOD_PRACTICE, None), "bad": (Kind.LESSON, Polarity.CHALLENGE)}


@pytest.fixture(scope="module")
def opposed(open_data: Open, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Searcher]:
    """A collection with the same text as a lesson, a good practice and a challenge."""
    data: Path = tmp_path_factory.mktemp("opposed")
    documents, records = [], []
    for name, (kind, polarity) in MADE.items():
        documents.append(Document(id=f"x:evaluation:{name}", publisher="x", title="Savings", number=name, year=2020))
        part = Part(name="text", text=f"{SAID} ({name})", polarity=polarity, language="en")
        records.append(
            Record(id=f"x:lesson:{name}", local_id=name, document_id=documents[-1].id, kind=kind, parts=(part,))
        )
    index_extraction("x", Extraction(documents=tuple(documents), records=tuple(records)), data, IndexSettings())
    return lambda **settings: open_data(data, **settings)


def names(searcher: Searcher, query: str, **options: object) -> list[str]:
    return [hit.local_id for hit in searcher.search(SearchRequest(query=query, **options)).hits]  # type: ignore[arg-type]


def test_of_equal_evidence_what_was_asked_for_comes_first(opposed: Callable[..., Searcher]) -> None:
    searcher = opposed(polarity_weight=1.2)
    assert names(searcher, "what worked for savings groups")[0] == "good"
    assert names(searcher, "pitfalls of savings groups")[0] == "bad"


@pytest.mark.parametrize("query", ["what worked for savings groups", "pitfalls of savings groups", "savings groups"])
def test_the_explanation_shows_the_weight_and_without_it_the_scores_are_those_of_the_legs(
    query: str, opposed: Callable[..., Searcher]
) -> None:
    weighted, plain = (
        {
            hit.local_id: hit
            for hit in opposed(polarity_weight=weight).search(SearchRequest(query=query, explain=True)).hits
        }
        for weight in (1.1, 1.0)
    )
    # A good practice is no failure, but may tell of one.
    expected = {
        "what worked for savings groups": {"good": 1.1, "bad": 1 / 1.1},
        "pitfalls of savings groups": {"bad": 1.1},
    }
    for name, hit in weighted.items():
        assert hit.explanation is not None
        weight = expected.get(query, {}).get(name, 1.0)
        assert hit.explanation.polarity_weight == pytest.approx(weight)
        assert hit.scores.fused == pytest.approx(weight * plain[name].scores.fused, abs=2e-6)
        assert hit.scores.evidence == plain[name].scores.evidence


def test_the_answer_says_what_it_took_the_query_to_ask_for(opposed: Callable[..., Searcher]) -> None:
    told = {
        query: opposed().search(SearchRequest(query=query)).query.polarity
        for query in ("what worked for savings groups", "savings groups that failed", "why did savings groups fail")
    }
    assert list(told.values()) == [Polarity.SUCCESS, None, Polarity.CHALLENGE]


def test_the_default_moves_nothing_past_clearly_better_evidence(search: Search) -> None:
    """A hit stands before all others that have 2 % less than what it would have without any preference."""
    assert SearchSettings().polarity_weight == 1.02
    for hit in (hits := search("what worked for exit strategies", explain=True, limit=100).hits):
        assert hit.explanation is not None
        own = hit.scores.fused / hit.explanation.polarity_weight
        assert all(before.scores.fused >= own - 1e-6 for before in hits[: hit.rank])


def test_polarity_is_a_filter_and_is_counted(opposed: Callable[..., Searcher]) -> None:
    searcher = opposed()
    answer = searcher.search(SearchRequest(query="savings groups"))
    assert answer.facets["polarity"] == [{"value": "challenge", "count": 1}]
    assert names(searcher, "savings groups", filters={"polarity": ["Challenge"]}) == ["bad"]
