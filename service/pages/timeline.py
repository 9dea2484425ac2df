"""A recommendation, what management answered, what was done: in that order, the record of the page among them."""

from __future__ import annotations

from typing import NamedTuple

from index.model import Kind
from retrieval.answer import RecordText
from retrieval.lookup import RecordView

_ORDER = {Kind.RECOMMENDATION: 0, Kind.MANAGEMENT_RESPONSE: 1, Kind.KEY_ACTION: 2}


class Step(NamedTuple):
    """One of them, with its status as the source states it. `here` is the record of the page."""

    id: str
    kind: Kind
    title: str | None
    status: str | None
    progress: str | None
    texts: list[RecordText]
    details: dict[str, str]
    here: bool


def timeline(record: RecordView) -> list[Step]:
    """The steps; none where the record is linked to nothing."""
    own = Step(record.id, record.kind, record.title, record.status, record.progress, [], {}, here=True)
    steps = {own.id: own}
    for one in record.linked:
        step = Step(one.id, one.kind, one.title, one.status, one.progress, one.texts, one.details, here=False)
        steps.setdefault(one.id, step)
    # A recommendation shows its response's status as its own; on the page the response itself says it.
    return sorted(steps.values(), key=lambda step: _ORDER.get(step.kind, len(_ORDER))) if len(steps) > 1 else []
