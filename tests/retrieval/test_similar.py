"""Similar records: near, of other evaluations, evidence themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.opened import Opened, open_generation
from retrieval.errors import NotFound
from retrieval.search import Searcher
from retrieval.similar import LEAST, find_similar
from retrieval.supporting import SUPPORTING


@pytest.fixture(scope="module")
def opened(searcher: Searcher) -> Opened:
    return searcher.opened


def records(opened: Opened) -> list[str]:
    """Every record that has passages."""
    rows = list(range(opened.manifest.passages))
    return sorted({passage.record.id for passage in opened.store.passages(rows)})


def test_neighbours_are_near_of_other_evaluations_and_no_two_of_one(opened: Opened) -> None:
    some = False
    for name in records(opened):
        own = opened.store.record(name)
        found = find_similar(opened, name, limit=50).similar
        evaluations = [one.document.id for one in found]
        assert len(set(evaluations)) == len(evaluations)
        assert own is not None
        assert own.document_id not in evaluations
        assert all(one.cosine >= LEAST and one.kind not in SUPPORTING for one in found)
        assert [one.cosine for one in found] == sorted((one.cosine for one in found), reverse=True)
        some = some or bool(found)
    assert some


def test_the_nearest_is_the_nearest_by_the_stored_vectors(opened: Opened, searcher: Searcher) -> None:
    (passage,) = opened.store.passages_of("ilo:lesson:910063")
    (nearest,) = find_similar(opened, "ilo:lesson:910063", limit=1).similar
    vector = searcher.encoder.encode([passage.text])[0]
    others = [
        one
        for one in opened.store.passages(list(range(opened.manifest.passages)))
        if one.record.document_id != passage.record.document_id and one.kind not in SUPPORTING
    ]
    vectors = searcher.encoder.encode([one.text for one in others])
    cosines = vectors @ vector
    assert nearest.id == others[int(cosines.argmax())].id
    assert nearest.cosine == pytest.approx(float(cosines.max()), abs=1e-4)


def test_a_passage_stands_for_itself_and_not_for_its_record(odd_data: Path) -> None:
    opened = open_generation(odd_data)
    whole = find_similar(opened, "odd:lesson:long")
    first = find_similar(opened, opened.store.passages_of("odd:lesson:long")[0].id)
    assert first.id == whole.id == "odd:lesson:long"


def test_the_same_words_elsewhere_are_no_other_finding(odd_data: Path) -> None:
    found = find_similar(open_generation(odd_data), "odd:lesson:said-once")
    assert "odd:lesson:said-again" not in [one.record_id for one in found.similar]


def test_what_is_not_there_has_no_neighbours(opened: Opened) -> None:
    with pytest.raises(NotFound):
        find_similar(opened, "ilo:lesson:1")
