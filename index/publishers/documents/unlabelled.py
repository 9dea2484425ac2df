"""Loose fragments → statements, section by section.

In a section that says what it holds, paragraphs are statements (see `paragraphs`), or its sub-headings are: those that
state something ("4.1 Operational data is fragmented across many systems"), and all of them among recommendations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby
from statistics import median

from index.model import Kind
from index.publishers.documents.numbering import without_number
from index.publishers.documents.outline import Placed
from index.publishers.documents.paragraphs import Paragraphs
from index.publishers.documents.sections import KIND_OF, Section
from index.publishers.documents.statements import Statement
from index.readers.blocks import Role

_CONTEXT = {Section.CONTENTS, Section.REFERENCES, Section.CONTEXT}
_STATES_SOMETHING = 5  # words: a shorter sub-heading names a topic


def unlabelled(found: Sequence[Statement | Placed], stated: Set[Kind]) -> Iterator[Statement]:
    """All statements: those found with a label as they are, and the loose fragments made into statements.

    Loose text is of a kind in `stated` where its section's heading or a list's lead-in says so, else plain text.
    """
    for is_loose, items in groupby(found, key=lambda item: isinstance(item, Placed)):
        if not is_loose:
            yield from (item for item in items if isinstance(item, Statement))
            continue
        loose = [item for item in items if isinstance(item, Placed)]
        for _, run in groupby(loose, key=lambda placed: (placed.place.part, placed.place.section)):
            yield from _of_section(list(run), stated)


def _of_section(run: list[Placed], stated: Set[Kind]) -> Iterator[Statement]:
    notes = [placed for placed in run if placed.fragment.role is Role.FOOTNOTE]
    yield from (Statement(Kind.CONTEXT, placed.place, body=[placed]) for placed in notes)
    text = [p for p in run if p.fragment.role not in {Role.FOOTNOTE, Role.CAPTION} and not p.is_heading]
    kind = _kind(run[0], stated)
    if kind in KIND_OF.values() and _headings_state(text, kind):
        yield from _by_subheading(text, kind, stated)
    else:
        yield from Paragraphs(kind, stated).read(text)


def _kind(placed: Placed, stated: Set[Kind]) -> Kind:
    place = placed.place
    if place.annexed or place.section in _CONTEXT:
        return Kind.CONTEXT
    kind = KIND_OF.get(place.section, Kind.OTHER) if place.section else Kind.OTHER
    return kind if kind in stated else Kind.OTHER


def _headings_state(text: Iterable[Placed], kind: Kind) -> bool:
    headings = {placed.place.subheading for placed in text if placed.place.subheading}
    if len(headings) < 2:
        return False
    return kind is Kind.RECOMMENDATION or median(len(without_number(h).split()) for h in headings) >= _STATES_SOMETHING


def _by_subheading(text: Sequence[Placed], kind: Kind, stated: Set[Kind]) -> Iterator[Statement]:
    for heading, group in groupby(text, key=lambda placed: placed.place.subheading):
        body = list(group)
        if heading is None:
            yield from Paragraphs(Kind.OTHER, stated).read(body)
        else:
            yield Statement(kind, body[0].place, title=without_number(heading), first=body[0].body, body=body)
