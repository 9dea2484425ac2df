"""A generation as somebody sees it: every part is what an index of the visible documents alone would hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.encoders.base import Encoder
from index.indexer import index_extraction
from index.lexical.impact import ImpactIndex
from index.lexical.rank_bm25 import RankBM25Index
from index.model import Document, Extraction, Kind, Link, Part, Record, Relation
from index.opened import Opened, open_generation
from index.publishers.linking import target_by_subject
from index.settings import IndexSettings
from index.vectors import VectorIndex
from index.vectors.choose import VectorPlan
from index.vectors.restricted import RestrictedVectors
from index.view import restrict
from index.visibility import EVERYBODY, EVERYTHING, Audience

STAFF = Audience(signed_in=True)


def document(name: str, title: str, visibility: str = "public") -> Document:
    return Document(id=f"own:evaluation:{name}", publisher="own", title=title, language="en", visibility=visibility)


def record(kind: Kind, id_: str, of: str, text: str, *links: Link, **more: object) -> Record:
    parts = (Part(name="text", text=text, language="en"),)
    return Record(id=id_, local_id=id_, document_id=f"own:evaluation:{of}", kind=kind, parts=parts, links=links, **more)


DOCUMENTS = (
    document("a", "Harbours"),
    document("b", "Wells", "internal"),
    document("c", "Review of ferries"),
    document("d", "Review of ferries", "internal"),
    document("e", "Management response to the review of ferries"),
)
ANSWER = Link(relation=Relation.RESPONDS_TO, target="own:recommendation:1")
BY_TITLE = Link(relation=Relation.RESPONDS_TO, target=target_by_subject("own", "Review of ferries", "1"))
RECORDS = (
    record(Kind.LESSON, "own:lesson:1", "a", "Harbours silt up."),
    record(Kind.RECOMMENDATION, "own:recommendation:1", "b", "Dig wells."),
    record(Kind.MANAGEMENT_RESPONSE, "own:management_response:1", "a", "Wells were dug.", ANSWER, status="Done"),
    record(Kind.RECOMMENDATION, "own:evaluation:c:1", "c", "Sell tickets."),
    record(Kind.MANAGEMENT_RESPONSE, "own:management_response:2", "e", "Tickets are sold.", BY_TITLE),
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, settings: IndexSettings) -> Opened:
    data = tmp_path_factory.mktemp("mixed")
    index_extraction("own", Extraction(documents=DOCUMENTS, records=RECORDS), data, settings)
    return open_generation(data)


def test_who_sees_everything_gets_the_generation_itself(opened: Opened) -> None:
    assert restrict(opened, EVERYTHING) is opened
    assert restrict(opened, STAFF) is opened


def test_what_is_hidden_is_in_no_part(opened: Opened) -> None:
    seen = restrict(opened, EVERYBODY)
    assert seen.store.ids() == [
        "own:evaluation:c:1", "own:lesson:1", "own:management_response:1", "own:management_response:2",
    ]  # fmt: skip
    assert seen.store.record("own:recommendation:1") is None
    assert seen.store.document("own:evaluation:b") is None
    assert seen.store.records_of("own:evaluation:b") == []
    assert seen.store.record_ids("own:recommendation:1") == []
    assert seen.store.passage("own:recommendation:1:text-1") is None
    assert seen.store.passages_of("own:recommendation:1") == []
    assert seen.store.record_ids_of("own:evaluation:b") == []
    assert seen.store.digests("records").keys() == set(seen.store.ids())
    assert "dig" not in seen.lexical.vocabulary()
    assert seen.store.forms("dig") == ()
    assert seen.lexical.frequency("well") == 1
    assert (seen.manifest.documents, seen.manifest.passages, len(seen.vectors.vectors)) == (3, 4, 4)
    assert seen.manifest.records == {"lesson": 1, "management_response": 2, "recommendation": 1}
    assert seen.facets["publisher"].passages == 4
    assert not any("dig" in words for words in seen.words.forms.values())
    assert [p.record.id for p in seen.store.passages(range(4))] == seen.store.ids()


def test_an_answer_stands_for_itself_where_what_it_answers_is_hidden(opened: Opened) -> None:
    heads = dict(opened.store.places())
    assert heads["own:management_response:1"] == "own:recommendation:1"
    assert dict(restrict(opened, EVERYBODY).store.places())["own:management_response:1"] == "own:management_response:1"


def test_a_title_that_two_papers_have_names_one_where_the_other_is_hidden(opened: Opened) -> None:
    seen = restrict(opened, EVERYBODY).store
    assert opened.store.linking_to("own:evaluation:c:1") == ()
    assert [one.id for one in seen.linking_to("own:evaluation:c:1")] == ["own:management_response:2"]
    assert seen.record("own:management_response:2").links[0].target == "own:evaluation:c:1"
    assert dict(seen.places())["own:management_response:2"] == "own:evaluation:c:1"


def test_its_name_is_that_of_an_index_of_what_is_visible(
    opened: Opened, tmp_path: Path, settings: IndexSettings
) -> None:
    public = tuple(one for one in DOCUMENTS if one.visibility == "public")
    kept = {one.id for one in public}
    records = tuple(one for one in RECORDS if one.document_id in kept)
    alone = index_extraction("own", Extraction(documents=public, records=records), tmp_path, settings)
    assert restrict(opened, EVERYBODY).manifest.name == alone.name


def test_what_was_hidden_when_it_was_withdrawn_answers_nobody(tmp_path: Path, settings: IndexSettings) -> None:
    index_extraction("own", Extraction(documents=DOCUMENTS, records=RECORDS), tmp_path, settings)
    fewer = Extraction(documents=DOCUMENTS[2:], records=RECORDS[3:])
    index_extraction("own", fewer, tmp_path, settings)
    store = open_generation(tmp_path).store
    assert store.withdrawn() == ["own:lesson:1", "own:management_response:1"]
    assert not store.is_withdrawn("own:recommendation:1")
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize("kind", [ImpactIndex, RankBM25Index])
def test_term_weights_are_those_of_the_visible_passages(kind: type) -> None:
    passages = [["pump", "well"], ["well", "well", "keeper"], ["pump"], ["keeper", "pump", "fee"], ["fee"]]
    build = kind.build if kind is ImpactIndex else kind
    rows = np.array([0, 2, 4])
    some, alone = build(passages).restricted(rows), build([passages[row] for row in rows])
    assert list(some.vocabulary()) == list(alone.vocabulary())
    for term in ("pump", "well", "keeper", "fee"):
        assert some.frequency(term) == alone.frequency(term)
        assert some.score({term: 1.0}).tolist() == alone.score({term: 1.0}).tolist()


@pytest.mark.parametrize("passages", [300, 6_000, 12_000])
def test_vectors_are_found_as_if_there_were_no_others(passages: int) -> None:
    """Below five thousand they are compared as they are; above, through codes that are made of them alone."""
    chance = np.random.default_rng(7)
    vectors = chance.standard_normal((passages, 32)).astype(np.float32)
    vectors[::2] *= 9  # those that are hidden would stretch the codes of the others
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = np.flatnonzero(np.arange(passages) % 2)
    some = RestrictedVectors(VectorIndex.build(vectors, VectorPlan()), rows)
    alone = VectorIndex.build(vectors[rows], VectorPlan())
    for number in range(20):
        query = vectors[number]
        mask = None if number % 2 else chance.random(len(rows)) < 0.5
        found, wanted = some.nearest(query, 50, mask), alone.nearest(query, 50, mask)
        assert found.rows.tolist() == wanted.rows.tolist()
        assert np.allclose(found.cosines, wanted.cosines, atol=1e-6)
        assert np.array_equal(some.cosines(query, found.rows), alone.cosines(query, found.rows))
        assert np.array_equal(some.of(found.rows), alone.stored(found.rows))
    none = np.zeros(len(rows), dtype=np.bool_)
    assert len(some.nearest(vectors[0], 5, none).rows) == 0


def test_nobody_who_sees_nothing_breaks_anything(tmp_path: Path, settings: IndexSettings, encoder: Encoder) -> None:
    documents = tuple(one.model_copy(update={"visibility": "internal"}) for one in DOCUMENTS)
    index_extraction("own", Extraction(documents=documents, records=RECORDS), tmp_path, settings)
    seen = restrict(open_generation(tmp_path), EVERYBODY)
    assert seen.manifest.passages == 0
    assert len(seen.vectors.nearest(np.ones(384, dtype=np.float32), 10).rows) == 0
    assert seen.lexical.score({"well": 1.0}).tolist() == []
