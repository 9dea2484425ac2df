"""Where other evaluations may tell of the opposite of a hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Part, Polarity, Record
from index.settings import IndexSettings
from retrieval.opposed import LEAST, SHOWN
from retrieval.request import SearchRequest
from retrieval.search import Searcher

WORKED, FAILED = Polarity.SUCCESS, Polarity.CHALLENGE
SAID = {  # name → evaluation, polarity, text
    "good": ("1", WORKED, "Trained volunteers assessed the needs of the flooded villages well and in good time."),
    "bad-own": ("1", FAILED, "Trained volunteers assessed the needs of the flooded villages badly and too late."),
    "bad-2": ("2", FAILED, "Trained volunteers assessed the needs of the flooded villages badly and far too late."),
    "bad-2-again": ("2", FAILED, "Trained volunteers came late and assessed the needs of the flooded villages badly."),
    "bad-3": ("3", FAILED, "Volunteers without training assessed the needs of the flooded villages too late."),
    "bad-4": ("4", FAILED, "Trained volunteers assessed the needs of the flooded villages late and not well."),
    "bad-5": ("5", FAILED, "Volunteers came late to assess the needs of flooded villages and had not been trained."),
    "other": ("6", FAILED, "The printer of the district office broke down before the flooded villages were assessed."),
    "plain": ("7", None, "Trained volunteers should assess the needs of the flooded villages in good time."),
}


@pytest.fixture(scope="module")
def searcher(open_data: Callable[..., Searcher], tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    data = tmp_path_factory.mktemp("opposed")
    numbers = sorted({number for number, _, _ in SAID.values()})
    documents = tuple(
        Document(id=f"x:evaluation:{n}", publisher="x", title=f"Floods {n}", number=n, year=2020) for n in numbers
    )
    records = tuple(
        Record(
            id=f"x:lesson:{name}",
            local_id=name,
            document_id=f"x:evaluation:{number}",
            kind=Kind.LESSON,
            polarity=polarity,
            parts=(Part(name="text", text=text, language="en"),),
        )
        for name, (number, polarity, text) in SAID.items()
    )
    index_extraction("x", Extraction(documents=documents, records=records), data, IndexSettings())
    return open_data(data)


def opposed(searcher: Searcher, **options: object) -> dict[str, list[str]]:
    request = SearchRequest(
        query="trained volunteers assess needs of flooded villages", explain=True, per_evaluation=0, **options
    )  # type: ignore[arg-type]
    found = {}
    for hit in searcher.search(request).hits:
        assert hit.explanation is not None
        for one in hit.explanation.opposed:
            assert one.permalink == f"/p/{one.record_id}"
            assert "Floods" in one.citation
            assert one.cosine >= LEAST
            assert one.text in {text for _, _, text in SAID.values()}
        cosines = [one.cosine for one in hit.explanation.opposed]
        assert cosines == sorted(cosines, reverse=True)
        found[hit.local_id] = [one.record_id.removeprefix("x:lesson:") for one in hit.explanation.opposed]
    return found


def test_the_nearest_of_the_other_polarity_in_other_evaluations_are_named_one_of_each(searcher: Searcher) -> None:
    found = opposed(searcher)
    assert len(found["good"]) == SHOWN
    assert {SAID[name][1] for name in found["good"]} == {FAILED}
    assert "bad-own" not in found["good"]
    assert len({SAID[name][0] for name in found["good"]}) == SHOWN
    assert found["bad-3"] == ["good"]


def test_a_passage_on_another_matter_or_without_polarity_names_nothing(searcher: Searcher) -> None:
    found = opposed(searcher)
    assert found.get("other", []) == []
    assert found["plain"] == []


def test_filters_hold_here_too(searcher: Searcher) -> None:
    assert all(not names for names in opposed(searcher, filters={"polarity": ["challenge"]}).values())


def test_only_explain_looks_for_them(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="trained volunteers assess needs of flooded villages"))
    assert all(hit.explanation is None for hit in answer.hits)
