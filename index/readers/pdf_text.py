"""The characters of a PDF page → segments: runs of text on one line, with their place on the page.

Pdfium's own line breaks are not used: it puts a broken word on one line with the next one, and starts a new line at
every superscript. Lines are found by the boxes of the first and the last character of each token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.readers.characters import plain_characters
from index.readers.pdf_chars import Boxes, Chars

_BROKEN = "\ufffe"  # what pdfium puts for a hyphen at a line end
_TOKEN = re.compile(rf"\d+|[^\s\d{_BROKEN}]+|{_BROKEN}")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_GAP = 1.3  # of the line height: more than that between two words is a tab, a gutter or a cell border
_BACK = 0.4  # of the line height: kerning may set a character back by that much
_OVERLAP = 0.4  # of the lower line's height: less than that, and two words are on different lines
_ASCENT, _DESCENT = 0.9, 0.25  # of the font size, above and below the baseline
_RAISED = 0.8  # of the line height: what is lower than that and raised is a superscript

_Span = tuple[int, int]  # of a token in the page's text


@dataclass(slots=True)
class Segment:
    """A run of text on one line: `left` to `right` and `top` to `bottom` in points from the page's top left corner.

    `height` is the size of the font, `box_height` that of its boxes, which differs from font to font but shows
    superscripts of any making. `colour` is 0xRRGGBB, or None where the line begins in one and ends in another.
    `marks` are the superscript numbers in it, as (offset in `text`, number as printed).
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    height: float
    box_height: float
    bold: bool = False  # at its first letter
    bold_end: bool = False
    colour: int | None = 0
    marks: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """A page's size in points and its segments in the order of the content stream. Rotated text is left out."""

    number: int
    width: float
    height: float
    segments: list[Segment]


def segments(chars: Chars) -> list[Segment]:
    """The segments of a page, in the order of its content stream."""
    spans = [match.span() for match in _TOKEN.finditer(chars.text)]
    if not spans:
        return []
    first, last = _ends(spans, chars)
    small_end = last[:, 3] - last[:, 1] < _RAISED * (first[:, 3] - first[:, 1])
    if small_end.any():
        spans = _with_small_ends_apart(spans, small_end.tolist(), chars)
        first, last = _ends(spans, chars)
    heights = (first[:, 3] - first[:, 1]).round(1).tolist()
    both_ways = _RIGHT_TO_LEFT.search(chars.text) is not None
    bounds = [0, *(np.flatnonzero(_starts_line(first, last, both_ways=both_ways)) + 1).tolist(), len(spans)]
    lines = [(a, b) for a, b in pairwise(bounds) if chars.is_upright(spans[a][0])]
    mains = [a + _main_token(spans[a:b], heights[a:b]) for a, b in lines]
    baselines = chars.baselines([spans[main][0] for main in mains])
    lefts, rights = np.minimum(first[:, 0], last[:, 0]).tolist(), np.maximum(first[:, 2], last[:, 2]).tolist()
    bottoms = first[:, 3].tolist()
    return [
        _segment(
            chars,
            _Line(spans[a:b], bottoms[a:b], heights[a:b], main - a, baseline, min(lefts[a:b]), max(rights[a:b])),
        )
        for (a, b), main, baseline in zip(lines, mains, baselines, strict=True)
    ]


class _Line(NamedTuple):
    """The tokens of a line: their spans, the lower edges of their boxes, their heights.

    `main` is the token whose font most of the line is in.
    """

    spans: list[_Span]
    bottoms: list[float]
    heights: list[float]
    main: int
    baseline: float
    left: float
    right: float


def _ends(spans: list[_Span], chars: Chars) -> tuple[Boxes, Boxes]:
    """The boxes of the first and of the last character of each span."""
    boxes = chars.boxes([index for start, end in spans for index in (start, end - 1)])
    return boxes[0::2], boxes[1::2]


def _with_small_ends_apart(spans: list[_Span], small_end: list[bool], chars: Chars) -> list[_Span]:
    """Spans cut where small characters begin: in "3512" the 12 may be the mark of a note."""
    out: list[_Span] = []
    for (start, end), small in zip(spans, small_end, strict=True):
        if not small:
            out.append((start, end))
            continue
        boxes = chars.boxes(list(range(start, end)))
        heights = boxes[:, 3] - boxes[:, 1]
        cut = start + int(np.argmax(heights < _RAISED * heights[0]))
        out += [(start, cut), (cut, end)]
    return out


def _starts_line(first: Boxes, last: Boxes, *, both_ways: bool) -> NDArray[np.bool_]:
    """For each token but the first: whether it is on another line than the one before it, or far off on the same.

    `both_ways`: the page has words that are written to the left, so that the next one may stand there.
    """
    left, right = np.minimum(first[:, 0], last[:, 0]), np.maximum(first[:, 2], last[:, 2])
    before, after = last[:-1], first[1:]
    height, own_height = before[:, 3] - before[:, 1], after[:, 3] - after[:, 1]
    shared = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    larger = np.maximum(height, own_height)
    gap = left[1:] - right[:-1]
    if both_ways:
        gap = np.maximum(gap, left[:-1] - right[1:])
    near = (gap >= -_BACK * larger) & (gap < _GAP * larger)
    apart: NDArray[np.bool_] = ~(near & (shared >= _OVERLAP * np.minimum(height, own_height)))
    return apart


def _segment(chars: Chars, line: _Line) -> Segment:
    start, end = line.spans[0][0], line.spans[-1][1]
    main, height = line.spans[line.main][0], line.heights[line.main]
    size, colour = chars.size(main), chars.colour(start)
    marks: list[tuple[int, str]] = []
    for (a, b), bottom, own in zip(line.spans, line.bottoms, line.heights, strict=True):
        raised = own < _RAISED * height and line.bottoms[line.main] - bottom > 0.1 * height
        if raised and b - a <= 3 and chars.text[a:b].isdigit():
            marks.append((len(_words(chars.text[start:a] + "|")) - 1, chars.text[a:b]))
    return Segment(
        text=_words(chars.text[start:end]),
        left=line.left,
        top=line.baseline - _ASCENT * size,
        right=line.right,
        bottom=line.baseline + _DESCENT * size,
        height=size,
        box_height=height,
        bold=chars.is_bold(main),
        bold_end=chars.is_bold(end - 1),
        colour=colour if colour == chars.colour(end - 1) else None,
        marks=marks,
    )


def _words(text: str) -> str:
    words = " ".join(text.replace(_BROKEN, "-").split())
    return words if words.isascii() else plain_characters(words)


def _main_token(spans: list[_Span], heights: list[float]) -> int:
    """A token in the font height of most characters of a line: superscripts and symbols are of other heights."""
    if min(heights) == max(heights):
        return 0
    counts: dict[float, int] = {}
    for (start, end), height in zip(spans, heights, strict=True):
        counts[height] = counts.get(height, 0) + end - start
    return heights.index(max(counts, key=lambda height: (counts[height], height)))
