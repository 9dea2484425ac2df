"""Footnotes of PDF pages: the small print at the foot of a page, and the raised numbers that point at it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from index.readers.page_lines import is_raised_number, with_markers
from index.readers.pdf_text import Page, Segment

_SMALL = 0.93  # of the body's font height: what is larger is no small print
_LINE_GAP = 2.2  # of the line's height: the small print ends where there is more white above it
_LONGEST_REST = 6  # lines of a note that begin a page
_RULE = re.compile(r"_{5,}")
_NUMBER = re.compile(r"(\d{1,3}|[*†‡])(?=\s|[^\d\s.,])")
_UNIT = re.compile(r"\b(?:k|c|m|d)?m$|\bCO$|\bCH$")  # km², CO₂


@dataclass(frozen=True, slots=True)
class Body:
    """How most of a document's text is printed: font size in points, colour as 0xRRGGBB."""

    height: float
    colour: int


def body_of(pages: Iterable[Page]) -> Body:
    """The print of most characters of `pages`; height 0 where there are none."""
    heights: Counter[float] = Counter()
    colours: Counter[int] = Counter()
    for page in pages:
        for segment in page.segments:
            heights[round(segment.height * 2) / 2] += len(segment.text)
            if segment.colour is not None:
                colours[segment.colour] += len(segment.text)
    return Body(max(heights, key=lambda h: heights[h], default=0.0), max(colours, key=lambda c: colours[c], default=0))


def take_notes(page: Page, body: Body, *, note_open: bool) -> list[list[Segment]]:
    """Take the footnotes out of `page`; each is a list of lines, the first of which begins with its number.

    `body` is the document's `body_of` print. Small print above the first number belongs to the last note of the page
    before if that one is still open; else it stays, as do tables in small print, whose lines begin with no number
    that anything points at.
    """
    zone = _foot(page, body)
    numbers = {number for segment in page.segments for at, number in segment.marks if at > 0}
    starts = [i for i, line in enumerate(zone) if _begins_note(line, numbers)]
    if not starts:
        return []
    zone = zone[0 if note_open and starts[0] <= _LONGEST_REST else starts[0] :]
    starts = [i for i, line in enumerate(zone) if _begins_note(line, numbers)]
    taken = {id(part) for line in zone for part in line}
    page.segments = [s for s in page.segments if id(s) not in taken and not _RULE.fullmatch(s.text)]
    lines = [_joined(line) for line in zone]
    return [lines[a:b] for a, b in pairwise([0, *(i for i in starts if i), len(zone)])]


def without_marks(segments: Iterable[Segment], numbers: set[str]) -> None:
    """Take the raised numbers that name a note out of the text of `segments`, in place."""
    for segment in segments:
        for at, number in reversed(segment.marks):
            if number in numbers and not _UNIT.search(segment.text[:at]):
                segment.text = segment.text[:at].rstrip() + segment.text[at + len(number) :]
        segment.marks = []


def numbers_of(notes: Sequence[Sequence[Segment]], pages: Sequence[Page]) -> set[str]:
    """The numbers of a document's notes, and those of its marks if they count up from 1: endnotes have no foot."""
    known = {match.group(1) for note in notes if (match := _NUMBER.match(note[0].text))}
    marks = [int(number) for page in pages for segment in page.segments for at, number in segment.marks if at > 0]
    expected = 1
    for mark in marks:
        expected += mark == expected
    return known | ({str(n) for n in range(1, expected)} if expected > 3 else set())


def _foot(page: Page, body: Body) -> list[list[Segment]]:
    """The lines at the foot of a page that may be notes, from top to bottom, each with its segments from the left."""
    lines: list[list[Segment]] = []
    for segment in sorted(page.segments, key=lambda s: -s.bottom):
        if lines and _on_one_line(segment, lines[-1][0]):
            lines[-1].append(segment)
            continue
        if lines and lines[-1][0].top - segment.bottom > _LINE_GAP * lines[-1][0].height:
            break
        lines.append([segment])
    lines = [sorted(line, key=lambda s: s.left) for line in lines]
    if lines and lines[-1][0].marks and lines[-1][0].marks[0][0] == 0:
        return lines[::-1]  # set off by white alone, in the size of the body
    small = takewhile(
        lambda line: max(s.height for s in line) <= _SMALL * body.height and not _RULE.fullmatch(line[0].text), lines
    )
    return list(small)[::-1]


def _is_small(line: Sequence[Segment], body: Body) -> bool:
    return max(s.height for s in line) <= _SMALL * body.height and not _RULE.fullmatch(line[0].text)


def _on_one_line(one: Segment, other: Segment) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.height, other.height)


def _begins_note(line: list[Segment], numbers: set[str]) -> bool:
    first = line[0]
    if first.marks and first.marks[0][0] == 0:
        return True
    if len(line) > 1 and is_raised_number(first, line[1]):
        return True
    match = _NUMBER.match(first.text)
    return match is not None and (match.group(1) in numbers or not match.group(1).isdigit())


def _joined(line: list[Segment]) -> Segment:
    glued = with_markers(line)
    text = " ".join(segment.text for segment in glued)
    return replace(glued[0], text=text, right=glued[-1].right, marks=[])
