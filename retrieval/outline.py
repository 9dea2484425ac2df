"""A record → what stands before and after it in its document, in the order of the source."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.model import Anchor, Kind, Link, Record
from index.opened import Opened

_NUMBER = re.compile(r"\d+")
_ANSWERS = (Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION)
_NOWHERE = 1 << 30  # after everything that has a place


class Entry(NamedTuple):
    """A record in the outline of its document."""

    id: str
    kind: Kind
    title: str | None
    text: str
    language: str | None
    heading: str | None
    page: int | None
    here: bool


class Outline(NamedTuple):
    """The records around one: `place` counts from 1 in all `total` of the document."""

    place: int
    total: int
    entries: list[Entry]


def outline(opened: Opened, record_id: str, around: int = 4) -> Outline:
    """The record with at most `around` neighbours on each side. `record_id` must be in the generation.

    Responses and actions stand with the recommendation that they answer, not in the outline, unless it is one of
    them that is asked for.
    """
    record = opened.store.record(record_id)
    if record is None:
        raise LookupError(f"{record_id} is not in the generation")
    every = [
        one
        for one in opened.store.records_of(record.document_id)
        if one.id == record_id or (one.parts and not _answers(one.kind, one.links))
    ]
    every.sort(key=_position)
    at = next(number for number, one in enumerate(every) if one.id == record_id)
    shown = every[max(0, at - around) : at + around + 1]
    return Outline(at + 1, len(every), [_entry(one, one.id == record_id) for one in shown])


def _answers(kind: Kind, links: tuple[Link, ...]) -> bool:
    return kind in _ANSWERS and bool(links)


def _position(record: Record) -> tuple[int, int, int, list[int], str]:
    """Page and character offset where the source has them, else paragraph or row number, by kind."""
    anchor = record.parts[0].anchor if record.parts else Anchor()
    kinds = list(Kind)
    number = [int(digits) for digits in _NUMBER.findall(anchor.paragraph or anchor.row or "")]
    start = _NOWHERE if anchor.start is None else anchor.start
    page = _NOWHERE if anchor.page is None else anchor.page
    # Offsets run through the whole document, so they order better than pages, of which a reader may know only some.
    return start, page, kinds.index(record.kind), number, record.id


def _entry(record: Record, here: bool) -> Entry:
    part = record.parts[0] if record.parts else None
    return Entry(
        id=record.id,
        kind=record.kind,
        title=record.title,
        text=part.text if part else "",
        language=part.language if part else None,
        heading=record.heading_path[-1] if record.heading_path else None,
        page=part.anchor.page if part else None,
        here=here,
    )
