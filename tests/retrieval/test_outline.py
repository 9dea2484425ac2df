"""What stands around a record in its document."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.indexer import index_extraction
from index.model import Anchor, Document, Extraction, Kind, Link, Part, Record, Relation
from index.opened import Opened, open_generation
from index.settings import IndexSettings
from retrieval.outline import outline

DOCUMENT = "x:report:1"


def record(name: str, kind: Kind, anchor: Anchor, **more: object) -> Record:
    """A record of one text at a place."""
    part = Part(name="text", text=f"What {name} says of the boats.", language="en", anchor=anchor)
    values = {"id": f"x:{kind}:{name}", "local_id": name, "document_id": DOCUMENT, "kind": kind, "parts": (part,)}
    return Record.model_validate(values | more)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """A report of five records whose identifiers are in another order than its text, and an answered recommendation."""
    response = Link(relation=Relation.RESPONDS_TO, target="x:recommendation:e")
    records = (
        record("c", Kind.FINDING, Anchor(page=2, start=100), heading_path=("1 Boats", "1.1 Nets")),
        record("b", Kind.FINDING, Anchor(page=3, start=300)),
        record("a", Kind.CONCLUSION, Anchor(page=3, start=400), title="Conclusion 1"),
        record("e", Kind.RECOMMENDATION, Anchor(page=9, start=900)),
        record("d", Kind.MANAGEMENT_RESPONSE, Anchor(page=9, start=950), links=(response,)),
        record("row-10", Kind.LESSON, Anchor(row="10")),
        record("row-9", Kind.LESSON, Anchor(row="9")),
    )
    data = tmp_path_factory.mktemp("outline")
    document = Document(id=DOCUMENT, publisher="x", title="Boats", year=2020)
    index_extraction("x", Extraction(documents=(document,), records=records), data, IndexSettings())
    return open_generation(data)


def test_records_stand_in_the_order_of_the_source_without_answers(opened: Opened) -> None:
    found = outline(opened, "x:finding:b", around=10)
    assert [one.id.rpartition(":")[2] for one in found.entries] == ["c", "b", "a", "e", "row-9", "row-10"]
    assert (found.place, found.total) == (2, 6)
    assert [one.here for one in found.entries] == [False, True, False, False, False, False]
    first, _, third = found.entries[:3]
    assert (first.heading, first.page, first.title) == ("1.1 Nets", 2, None)
    assert (third.title, third.text) == ("Conclusion 1", "What a says of the boats.")


def test_only_the_neighbours_are_listed(opened: Opened) -> None:
    found = outline(opened, "x:conclusion:a", around=1)
    assert [one.id.rpartition(":")[2] for one in found.entries] == ["b", "a", "e"]
    assert (found.place, found.total) == (3, 6)


def test_an_answer_that_is_asked_for_stands_in_its_place(opened: Opened) -> None:
    found = outline(opened, "x:management_response:d", around=1)
    assert [one.id.rpartition(":")[2] for one in found.entries] == ["e", "d", "row-9"]
    assert (found.place, found.total) == (5, 7)


def test_every_record_of_the_sample_is_in_its_outline_once(sample_data: Path) -> None:
    opened = open_generation(sample_data)
    for passage in opened.store.passages(list(range(opened.manifest.passages))):
        found = outline(opened, passage.record.id)
        assert [one.id for one in found.entries if one.here] == [passage.record.id]
        assert len(found.entries) <= 9
        assert 1 <= found.place <= found.total
