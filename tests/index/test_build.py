"""From a collection to a generation: its name, its passages, what the encoder reads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.build import Collection, build
from index.encoders.base import Encoder
from index.encoders.calibration import measure
from index.errors import IndexingError
from index.model import Document, Kind, Link, Part, Record, Relation
from index.opened import open_generation
from index.progress import Silent

DOCUMENT = Document(id="ilo:evaluation:1", publisher="ilo", title="Final")
PLANNED = Document(id="ilo:evaluation:2", publisher="ilo", title="Later", stage="planned")


def record(kind: Kind, *texts: str, title: str | None = None, links: tuple[Link, ...] = ()) -> Record:
    return Record(
        id=f"ilo:{kind}:1",
        local_id=f"{kind}:1",
        document_id=DOCUMENT.id,
        kind=kind,
        title=title,
        parts=tuple(Part(name="text", text=text) for text in texts),
        links=links,
    )


def collection(*records: Record, withdrawn: tuple[str, ...] = ()) -> Collection:
    return Collection({DOCUMENT.id: DOCUMENT, PLANNED.id: PLANNED}, {one.id: one for one in records}, list(withdrawn))


LESSON = record(Kind.LESSON, "exit plan")
RECOMMENDATION = record(Kind.RECOMMENDATION, "name an owner", title="R1")
RESPONSE = record(
    Kind.MANAGEMENT_RESPONSE, "agreed", links=(Link(relation=Relation.RESPONDS_TO, target=RECOMMENDATION.id),)
)
WHOLE = collection(LESSON, RECOMMENDATION, RESPONSE, withdrawn=("ilo:lesson:9",))


class Reading:
    """An encoder that notes what it reads."""

    def __init__(self, encoder: Encoder) -> None:
        self.identity, self.tokens, self._encoder = encoder.identity, encoder.tokens, encoder
        self.read: list[str] = []

    def encode(self, texts: Any) -> Any:
        self.read.extend(texts)
        return self._encoder.encode(texts)


def test_a_generation_counts_what_it_holds(tiny_encoder: Encoder, tmp_path: Path) -> None:
    manifest = build(tmp_path, WHOLE, tiny_encoder, "bm25s", Silent())
    assert (manifest.documents, manifest.planned, manifest.passages) == (1, 1, 3)
    assert manifest.records == {"lesson": 1, "management_response": 1, "recommendation": 1}
    assert manifest.name == WHOLE.name(tiny_encoder.identity, "bm25s")
    assert manifest.calibration == measure(tiny_encoder)
    opened = open_generation(tmp_path)
    with closing(opened.store):
        assert opened.manifest == manifest
        assert opened.store.is_withdrawn("ilo:lesson:9")
        assert opened.layout.groups.tolist() == [0, 1, 1]  # the response is shown with its recommendation
        assert opened.store.heads() == [LESSON.id, RECOMMENDATION.id, RECOMMENDATION.id]


def test_the_encoder_reads_prompt_heading_and_text(tiny_encoder: Encoder, tmp_path: Path) -> None:
    reading = Reading(tiny_encoder)
    build(tmp_path, WHOLE, reading, "bm25s", Silent())
    assert sorted(reading.read[:3]) == ["read: R1. name an owner", "read: agreed", "read: exit plan"]


def test_a_long_heading_takes_a_quarter_of_the_window_and_no_more(tiny_encoder: Encoder, tmp_path: Path) -> None:
    reading = Reading(tiny_encoder)
    titled = record(Kind.LESSON, "name an owner now", title="recommendation")
    build(tmp_path, collection(titled), reading, "bm25s", Silent())
    assert sorted(reading.read[:2]) == ["read: recom name an owner", "read: recom now"]


def test_every_vector_is_that_of_its_passage(tiny_encoder: Encoder, tmp_path: Path) -> None:
    build(tmp_path, WHOLE, tiny_encoder, "bm25s", Silent())
    opened = open_generation(tmp_path)
    with closing(opened.store):
        for passage in opened.store.passages(range(opened.manifest.passages)):
            before = "read: R1. " if passage.record.title else "read: "
            (vector,) = tiny_encoder.encode([before + passage.text])
            assert opened.vectors.cosines(vector, np.array([passage.row])) == pytest.approx([1], abs=1e-5)


def test_a_collection_without_text_is_an_error(tiny_encoder: Encoder, tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match="nothing to index") as caught:
        build(tmp_path, collection(record(Kind.LESSON)), tiny_encoder, "bm25s", Silent())
    assert "--json" in caught.value.hint


def test_the_name_depends_on_nothing_but_content_and_making(tiny_encoder: Encoder) -> None:
    name: Callable[[Collection], str] = lambda one: one.name(tiny_encoder.identity, "bm25s")  # noqa: E731
    others = [
        WHOLE.name(tiny_encoder.identity, "rank-bm25"),
        WHOLE.name(tiny_encoder.identity._replace(window=23), "bm25s"),
        name(WHOLE._replace(withdrawn=[])),
        name(collection(LESSON, RECOMMENDATION, withdrawn=("ilo:lesson:9",))),
        name(WHOLE._replace(documents={DOCUMENT.id: DOCUMENT.model_copy(update={"year": 2019}), PLANNED.id: PLANNED})),
    ]
    assert name(WHOLE) == name(collection(LESSON, RECOMMENDATION, RESPONSE, withdrawn=("ilo:lesson:9",)))
    assert len({name(WHOLE), *others}) == 1 + len(others)
