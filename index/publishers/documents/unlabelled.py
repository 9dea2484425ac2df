"""Loose fragments → statements: a paragraph of a section that says what it holds, or plain text of the document.

One numbered paragraph is one statement with what follows it; without numbers, each paragraph is. Sub-headings that
state something ("4.1 Operational data is fragmented across many systems") open one statement each; so do all
sub-headings among recommendations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby
from statistics import median

from index.model import Kind
from index.publishers.documents.columns import Column, header
from index.publishers.documents.fragments import Fragment
from index.publishers.documents.numbering import without_number
from index.publishers.documents.outline import Placed
from index.publishers.documents.sections import KIND_OF, Section
from index.publishers.documents.statements import Statement
from index.readers.blocks import Role

_CONTEXT = {Section.CONTENTS, Section.REFERENCES, Section.CONTEXT}
_STATES_SOMETHING = 5  # words: a shorter sub-heading names a topic
_FEWEST_WORDS = 4  # of loose text: less is a label of a chart or a page's decoration
_ANNOUNCES = re.compile(
    r"(?:in )?(?:this|the (?:present|following|next|above|current)) (?:section|chapter|part|annex|report|document|"
    r"paper)\b|(?:the|these) following (?:are|recommendations|findings|conclusions|lessons)|based on the .{3,80}"
    r"(?:following|below|emerged)|in (?:light|view) of the (?:above|findings)",
    re.IGNORECASE,
)
_NAMED_IN_LEAD = (
    (Kind.CHALLENGE, re.compile(r"\b(?:challenges|constraints|shortcomings|weaknesses)\b", re.IGNORECASE)),
    (Kind.SUCCESS_FACTOR, re.compile(r"\b(?:successes|success factors|enabling factors)\b", re.IGNORECASE)),
    (Kind.LESSON, re.compile(r"\blessons\b", re.IGNORECASE)),
    (Kind.GOOD_PRACTICE, re.compile(r"\bgood practices\b", re.IGNORECASE)),
    (Kind.RECOMMENDATION, re.compile(r"\b(?:recommends?|recommendations are)\b", re.IGNORECASE)),
)
_BULLET = re.compile(r"[•·▪–—*-]\s+")
_LAST_SENTENCE = re.compile(r"(?:^|[.!?]\s+)([^.!?]*:)\s*$")


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
    text = [p for p in run if p.fragment.role not in {Role.FOOTNOTE, Role.CAPTION}]
    kind = _kind(run[0], stated)
    if kind in KIND_OF.values() and _headings_state(text, kind):
        yield from _by_subheading(text, kind)
    else:
        yield from _by_paragraph([p for p in text if not p.is_heading], kind, stated)


def _kind(placed: Placed, stated: Set[Kind]) -> Kind:
    place = placed.place
    if place.annexed or place.section in _CONTEXT:
        return Kind.CONTEXT
    kind = KIND_OF.get(place.section, Kind.OTHER) if place.section else Kind.OTHER
    return kind if kind in stated else Kind.OTHER


def _headings_state(run: Iterable[Placed], kind: Kind) -> bool:
    headings = {p.place.subheading for p in run if not p.is_heading and p.place.subheading}
    if len(headings) < 2:
        return False
    return kind is Kind.RECOMMENDATION or median(len(without_number(h).split()) for h in headings) >= _STATES_SOMETHING


def _by_subheading(run: Iterable[Placed], kind: Kind) -> Iterator[Statement]:
    text = [placed for placed in run if not placed.is_heading]
    for heading, group in groupby(text, key=lambda placed: placed.place.subheading):
        body = list(group)
        if heading is None:
            yield from _by_paragraph(body, Kind.OTHER, frozenset())
            continue
        yield Statement(kind, body[0].place, title=without_number(heading), first=body[0].body, body=body)


def _by_paragraph(run: Sequence[Placed], kind: Kind, stated: Set[Kind]) -> Iterator[Statement]:
    current: Statement | None = None
    items_are: Kind | None = None  # what a list's lead-in says that its items are
    for is_table, group in groupby(run, key=lambda placed: placed.fragment.block if placed.fragment.cells else None):
        placed_here = list(group)
        if is_table is not None:
            if current is not None:
                yield current
            current = None
            yield from _table(placed_here, kind)
            continue
        for placed in placed_here:
            if placed.fragment.role is Role.LIST_ITEM and items_are is not None:
                yield Statement(items_are, placed.place, first=_without_bullet(placed), body=[placed])
                continue
            if current is not None and _goes_on(current, placed):
                current.body.append(placed)
                continue
            if current is not None:
                yield current
            items_are = _items_of(placed, stated)
            current = _paragraph(placed, kind)
    if current is not None:
        yield current


def _paragraph(placed: Placed, kind: Kind) -> Statement | None:
    text = placed.fragment.text
    if len(text.split()) < _FEWEST_WORDS and placed.fragment.block.paragraph is None:
        return None
    if placed.fragment.has_leader:
        return Statement(Kind.CONTEXT, placed.place, body=[placed])
    if kind is not Kind.CONTEXT and _ANNOUNCES.match(placed.body.text if placed.body else text):
        kind = Kind.OTHER
    return Statement(kind, placed.place, first=placed.body, body=[placed])


def _goes_on(statement: Statement, placed: Placed) -> bool:
    """Whether a paragraph belongs to the statement before it: a list to its lead-in, plain text to a number."""
    if placed.place.path != statement.place.path or placed.fragment.block.paragraph is not None:
        return False
    last = statement.body[-1].fragment
    if placed.fragment.role is Role.LIST_ITEM:
        return last.role is Role.LIST_ITEM or last.text.rstrip().endswith(":") or statement.kind in KIND_OF.values()
    return statement.body[0].fragment.block.paragraph is not None


def _items_of(placed: Placed, stated: Set[Kind]) -> Kind | None:
    """What the items of a list are, where the sentence before them says so: "The Office faces challenges such as:"."""
    sentence = _LAST_SENTENCE.search(placed.fragment.text)
    if sentence is None or placed.place.annexed or placed.place.section in _CONTEXT:
        return None
    kind = next((kind for kind, named in _NAMED_IN_LEAD if named.search(sentence.group(1))), None)
    return kind if kind in stated else None


def _without_bullet(placed: Placed) -> Fragment:
    bullet = _BULLET.match(placed.fragment.text)
    return placed.fragment.cut(bullet.end()) if bullet else placed.fragment


def _table(rows: Sequence[Placed], kind: Kind) -> Iterator[Statement]:
    columns = header(rows[0].fragment.values)
    stating = {Column.RECOMMENDATION, Column.ACTION}
    if kind is Kind.RECOMMENDATION and columns is not None and stating & set(columns):
        yield from _stating_rows(rows[1:], columns, kind)
    else:
        context = kind if kind is Kind.CONTEXT else Kind.OTHER
        yield Statement(context, rows[0].place, body=list(rows))


def _stating_rows(rows: Iterable[Placed], columns: Sequence[Column], kind: Kind) -> Iterator[Statement]:
    for placed in rows:
        cells = dict(zip(columns, placed.fragment.cells, strict=False))
        stated = next((cells.pop(c) for c in (Column.RECOMMENDATION, Column.ACTION) if c in cells), None)
        if stated is not None and stated.text:
            details = {column: cell.text for column, cell in cells.items() if cell.text}
            yield Statement(kind, placed.place, first=stated, body=[placed], details=details)
