"""A recommendation with what became of it, whichever of the three is asked for."""

from __future__ import annotations

import pytest

from index.indexer import index_extraction
from index.model import Document, Extraction, Kind, Link, Part, Record, Relation
from index.opened import Opened, open_generation
from index.settings import IndexSettings
from retrieval.lookup import find_record
from service.pages.timeline import timeline


def record(kind: Kind, name: str, *, to: str | None = None, **more: object) -> Record:
    """A record of one text, linked to another one."""
    relation = Relation.RESPONDS_TO if kind is Kind.MANAGEMENT_RESPONSE else Relation.ACTS_ON
    values = {
        "id": f"x:{name}:1",
        "local_id": name,
        "document_id": "x:report:1",
        "kind": kind,
        "parts": (Part(name="text", text=f"What the {name} says of boats.", language="en"),),
        "links": (Link(relation=relation, target=f"x:{to}:1"),) if to else (),
    }
    return Record.model_validate(values | more)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """An action whose identifier comes before its response's, that before its recommendation's; and a lesson."""
    records = (
        record(Kind.KEY_ACTION, "act", to="answer", status="Completed", details={"due_date": "2020-06"}),
        record(Kind.MANAGEMENT_RESPONSE, "answer", to="wish", status="Accepted", progress="Under way"),
        record(Kind.RECOMMENDATION, "wish", title="Recommendation 1"),
        record(Kind.LESSON, "lesson"),
    )
    data = tmp_path_factory.mktemp("timeline")
    document = Document(id="x:report:1", publisher="x", title="Boats", year=2020)
    index_extraction("x", Extraction(documents=(document,), records=records), data, IndexSettings())
    return open_generation(data)


@pytest.mark.parametrize("asked", ["x:wish:1", "x:answer:1", "x:act:1"])
def test_what_was_wished_comes_before_the_answer_and_that_before_what_was_done(asked: str, opened: Opened) -> None:
    steps = timeline(find_record(opened, asked))
    assert [step.id for step in steps] == ["x:wish:1", "x:answer:1", "x:act:1"]
    assert [step.id for step in steps if step.here] == [asked]
    # The page shows the texts of its own record in full, above.
    assert [bool(step.texts) for step in steps] == [step.id != asked for step in steps]


def test_each_step_has_its_own_status_as_the_source_states_it(opened: Opened) -> None:
    wish, answer, act = timeline(find_record(opened, "x:wish:1"))
    assert (wish.title, answer.status, answer.progress) == ("Recommendation 1", "Accepted", "Under way")
    assert (act.status, act.details) == ("Completed", {"due_date": "2020-06"})


def test_a_record_that_is_linked_to_nothing_has_no_timeline(opened: Opened) -> None:
    assert timeline(find_record(opened, "x:lesson:1")) == []
