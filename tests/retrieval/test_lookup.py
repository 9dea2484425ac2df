"""Records and documents by their identifiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.opened import Opened, open_generation
from index.settings import IndexSettings
from retrieval.answer import Answer
from retrieval.errors import NotFound, Withdrawn
from retrieval.lookup import find_document, find_record
from retrieval.search import Searcher

Search = Callable[..., Answer]


@pytest.fixture(scope="module")
def opened(searcher: Searcher) -> Opened:
    return searcher.opened


@pytest.fixture(scope="module")
def odd_opened(odd_data: Path) -> Opened:
    return open_generation(odd_data)


def test_every_record_and_passage_of_the_sample_is_found_by_its_identifier(opened: Opened) -> None:
    for passage in opened.store.passages(range(opened.manifest.passages)):
        by_record, by_passage = find_record(opened, passage.record.id), find_record(opened, passage.id)
        assert by_record.id == by_passage.id == passage.record.id
        assert (by_record.passage_id, by_passage.passage_id) == (None, passage.id)
        (place,) = [one for one in by_record.passages if one.id == passage.id]
        (text,) = [one.text for one in by_record.texts if one.name == place.field]
        assert text[place.start : place.end] == passage.text
        assert by_record.generation == opened.manifest.name


def test_a_permalink_of_a_hit_leads_to_its_record(search: Search, opened: Opened) -> None:
    for hit in search("exit strategies").hits:
        view = find_record(opened, hit.permalink.removeprefix("/p/"))
        assert view.id == hit.record_id
        assert hit.text in [one.text for one in view.texts]
        assert view.citation == hit.citation
        assert view.linked == hit.linked


def test_passages_of_a_long_text_tile_it(odd_opened: Opened) -> None:
    view = find_record(odd_opened, "odd:lesson:long")
    (text,) = view.texts
    pieces = [text.text[one.start : one.end] for one in view.passages]
    assert len(pieces) > 1
    assert " ".join(pieces) == text.text


def test_a_record_without_usable_text_can_still_be_looked_up(opened: Opened) -> None:
    view = find_record(opened, "ilo:good_practice:920024")
    assert view.texts == []
    assert view.passages == []
    assert "evaluation 900121" in view.citation


def test_the_chain_of_a_recommendation_is_told_from_each_of_its_ends(odd_opened: Opened) -> None:
    chain = {"odd:recommendation:1", "odd:management_response:1", "odd:key_action:1"}
    for id_ in chain:
        view = find_record(odd_opened, id_)
        assert {one.id for one in view.linked} == chain - {id_}


def test_a_contradiction_of_the_source_is_shown_as_it_stands(opened: Opened) -> None:
    (response,) = find_record(opened, "ilo:recommendation:930034").linked
    assert (response.status, response.progress) == ("No Action Planned", "Achieved")


def test_a_document_lists_its_records(opened: Opened) -> None:
    view = find_document(opened, "ilo:evaluation:900124")
    assert view.document.number == "900124"
    assert "ilo:lesson:910063" in [one.id for one in view.records]
    for one in view.records:
        found = find_record(opened, one.id)
        assert found.document.id == view.document.id
        assert len(one.beginning) <= 120
        assert not found.texts or found.texts[0].text.startswith(one.beginning)


@pytest.mark.parametrize(
    "id_", ["ilo:lesson:1", "", "x", "ilo:lesson:910063:nonsense", "'; DROP TABLE records", "\udcff"]
)
def test_what_never_was_is_not_found_with_a_hint(id_: str, opened: Opened) -> None:
    for find in (find_record, find_document):
        with pytest.raises(NotFound) as caught:
            find(opened, id_)
        assert not isinstance(caught.value, Withdrawn)
        assert "Identifiers look like" in caught.value.hint


def test_what_no_source_holds_any_more_is_withdrawn_and_comes_back_with_its_source(tmp_path: Path) -> None:
    document = Document(id="x:evaluation:1", publisher="x", title="X")
    records = tuple(
        Record(
            id=f"x:lesson:{number}",
            local_id=f"lesson:{number}",
            document_id=document.id,
            kind=Kind.LESSON,
            parts=(Part(name="text", text=f"Lesson {number} was learned."),),
        )
        for number in (1, 2)
    )
    both = Extraction(documents=(document,), records=records)
    less = Extraction(documents=(document,), records=records[:1])
    index_extraction("x", both, tmp_path, IndexSettings())
    passage_id = find_record(open_generation(tmp_path), "x:lesson:2").passages[0].id
    index_extraction("x", less, tmp_path, IndexSettings())
    opened = open_generation(tmp_path)
    assert find_record(opened, "x:lesson:1").id == "x:lesson:1"
    for gone in ("x:lesson:2", passage_id):
        with pytest.raises(Withdrawn, match="was withdrawn"):
            find_record(opened, gone)
    index_extraction("x", both, tmp_path, IndexSettings())
    assert find_record(open_generation(tmp_path), passage_id).id == "x:lesson:2"


def test_the_permalink_of_a_passage_that_was_cut_otherwise_leads_to_its_record(searcher: Searcher) -> None:
    view = find_record(searcher.opened, "ilo:lesson:910063:text-9")
    assert (view.id, view.passage_id) == ("ilo:lesson:910063", None)
    with pytest.raises(NotFound):
        find_record(searcher.opened, "ilo:lesson:910063:nonsense")
