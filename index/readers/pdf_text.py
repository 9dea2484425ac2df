"""PDF pages → segments: runs of text on one line, with their place on the page. The only file that calls pdfium.

Pdfium's own line breaks are not used: it puts a broken word on one line with the next one, and starts a new line at
every superscript. Boxes are asked for the first and last character of each token only, since each call costs as much
as reading ten characters.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from index.errors import SourceError
from index.readers import whereabouts
from index.readers.characters import plain_characters

# Pdfium is not thread-safe (https://pypdfium2.readthedocs.io, "Thread incompatibility").
_LOCK = threading.Lock()

_BROKEN = "\ufffe"  # what pdfium puts for a hyphen at a line end
_TOKEN = re.compile(rf"\d+|[^\s\d{_BROKEN}]+|{_BROKEN}")
_GAP = 1.3  # of the line height: more than that between two words is a tab, a gutter or a cell border
_BACK = 0.4  # of the line height: kerning may set a character back by that much
_OVERLAP = 0.4  # of the lower line's height: less than that, and two words are on different lines
_LEANING = 10  # degrees
_BOLD_WEIGHT = 700
_STYLE_NAME = re.compile(rb"(bold|black|heavy|demi)|regular|roman(?!ps)|book|light|medium", re.IGNORECASE)
_FONT_NAME = ctypes.create_string_buffer(128)
_FONT_FLAGS = ctypes.c_int()
_MATRIX = pdfium_c.FS_MATRIX()
_RGBA = tuple(ctypes.c_uint() for _ in range(4))
_ASCENT, _DESCENT = 0.9, 0.25  # of the font size, above and below the baseline
_RAISED = 0.8  # of the line height: what is lower than that and raised is a superscript


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


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """The PDF in `data`, under the lock that pdfium needs. Raises SourceError, naming `name`, where it is no PDF."""
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise _unreadable(name, str(error)) from error
        try:
            yield document
        finally:
            document.close()


def read_page(document: pdfium.PdfDocument, number: int, name: str) -> Page:
    """Page `number`, counted from 1. Raises SourceError, naming file and page, where pdfium cannot load it."""
    whereabouts.report(f"page {number}")
    try:
        page = document[number - 1]
        text_page = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise SourceError(
            f"{name}, page {number}: the page is damaged and cannot be read.",
            hint="Open the document in a PDF viewer and save it again, or print it to a new PDF.",
        ) from error
    width, height = page.get_size()
    try:
        return Page(number, width, height, _segments(text_page, page))
    finally:
        text_page.close()
        page.close()


def _unreadable(name: str, reason: str) -> SourceError:
    if "password" in reason.lower():
        return SourceError(f"{name}: the PDF is encrypted.", hint="Save a copy without password protection.")
    return SourceError(
        f"{name}: this is not a PDF, or it is damaged or was cut off.",
        hint="Download the document again, or open it in a PDF viewer and save it anew.",
    )


_Boxes = NDArray[np.float32]  # (n, 4): left, top, right, bottom


def _as_seen(boxes: _Boxes, page: pdfium.PdfPage) -> _Boxes:
    """Boxes in page space (points, origin anywhere, y upwards) → as seen (origin top left, y downwards)."""
    x0, y0, x1, y1 = page.get_cropbox(fallback_ok=True)
    left, top, right, bottom = boxes.T
    turned = {
        0: (left - x0, y1 - top, right - x0, y1 - bottom),
        90: (bottom - y0, left - x0, top - y0, right - x0),
        180: (x1 - right, bottom - y0, x1 - left, top - y0),
        270: (y1 - top, x1 - right, y1 - bottom, x1 - left),
    }
    return np.stack(turned[page.get_rotation()], axis=1)


class _BoxPool:
    """Boxes that pdfium writes into, made once: allocating them for each call costs more than the call."""

    def __init__(self) -> None:
        self._boxes = (pdfium_c.FS_RECTF * 0)()
        self._pointers: list[object] = []

    def boxes_of(self, text_page: pdfium.PdfTextPage, indices: list[int]) -> _Boxes:
        """The boxes of the characters at `indices`."""
        if len(indices) > len(self._pointers):
            self._boxes = (pdfium_c.FS_RECTF * (2 * len(indices)))()
            self._pointers = list(map(ctypes.byref, self._boxes))
        deque(map(pdfium_c.FPDFText_GetLooseCharBox, repeat(text_page.raw), indices, self._pointers), maxlen=0)
        return np.frombuffer(self._boxes, np.float32, 4 * len(indices)).reshape(-1, 4).copy()


_POOL = _BoxPool()


def _segments(text_page: pdfium.PdfTextPage, page: pdfium.PdfPage) -> list[Segment]:
    text = _text_by_index(text_page)
    spans = [match.span() for match in _TOKEN.finditer(text)]
    if not spans:
        return []
    first, last = _boxes_of(spans, text_page, page)
    small_end = last[:, 3] - last[:, 1] < _RAISED * (first[:, 3] - first[:, 1])
    if small_end.any():
        spans = _with_small_ends_apart(spans, small_end.tolist(), text_page, page)
        first, last = _boxes_of(spans, text_page, page)
    heights = (first[:, 3] - first[:, 1]).round(1).tolist()
    bounds = [0, *(np.flatnonzero(_starts_line(first, last)) + 1).tolist(), len(spans)]
    lines = [(a, b) for a, b in pairwise(bounds) if _is_upright(text_page, page, spans[a][0])]
    mains = [a + _main_token(spans[a:b], heights[a:b]) for a, b in lines]
    baselines = _baselines(text_page, page, [spans[main][0] for main in mains])
    rows_first, rows_last = first.tolist(), last.tolist()
    return [
        _segment(text_page, text, _Line(spans[a:b], rows_first[a:b], heights[a:b], main - a, base, rows_last[b - 1][2]))
        for (a, b), main, base in zip(lines, mains, baselines, strict=True)
    ]


class _Line(NamedTuple):
    """The tokens of a line: their spans, the boxes of their first characters and their heights.

    `main` is the token whose font most of the line is in, `baseline` and `right` are in points.
    """

    spans: list[tuple[int, int]]
    boxes: list[list[float]]
    heights: list[float]
    main: int
    baseline: float
    right: float


def _boxes_of(
    spans: list[tuple[int, int]], text_page: pdfium.PdfTextPage, page: pdfium.PdfPage
) -> tuple[_Boxes, _Boxes]:
    """The boxes of the first and of the last character of each span."""
    indices = [index for start, end in spans for index in (start, end - 1)]
    boxes = _as_seen(_POOL.boxes_of(text_page, indices), page)
    return boxes[0::2], boxes[1::2]


def _with_small_ends_apart(
    spans: list[tuple[int, int]], small_end: list[bool], text_page: pdfium.PdfTextPage, page: pdfium.PdfPage
) -> list[tuple[int, int]]:
    """Spans cut where small characters begin: in "3512" the 12 may be the mark of a note."""
    out: list[tuple[int, int]] = []
    for (start, end), small in zip(spans, small_end, strict=True):
        if not small:
            out.append((start, end))
            continue
        boxes = _as_seen(_POOL.boxes_of(text_page, list(range(start, end))), page)
        heights = boxes[:, 3] - boxes[:, 1]
        cut = start + int(np.argmax(heights < _RAISED * heights[0]))
        out += [(start, cut), (cut, end)]
    return out


def _starts_line(first: _Boxes, last: _Boxes) -> NDArray[np.bool_]:
    """For each token but the first: whether it is on another line than the one before it, or far off on the same."""
    before, after = last[:-1], first[1:]
    height, own_height = before[:, 3] - before[:, 1], after[:, 3] - after[:, 1]
    shared = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    gap, larger = after[:, 0] - before[:, 2], np.maximum(height, own_height)
    on_line = shared >= _OVERLAP * np.minimum(height, own_height)
    return ~(on_line & (gap >= -_BACK * larger) & (gap < _GAP * larger))  # type: ignore[no-any-return]


def _text_by_index(text_page: pdfium.PdfTextPage) -> str:
    """The page's text with one character for each that pdfium counts, so that indices mean the same in both."""
    count = text_page.count_chars()
    text: str = text_page.get_text_range()
    if len(text) == count:
        return text
    return "".join(chr(pdfium_c.FPDFText_GetUnicode(text_page.raw, index) or 0x20) for index in range(count))


def _baselines(text_page: pdfium.PdfTextPage, page: pdfium.PdfPage, indices: list[int]) -> list[float]:
    """Where the characters at `indices` stand, in points from the top of the page."""
    x, y = ctypes.c_double(), ctypes.c_double()
    origins = np.zeros((len(indices), 4), np.float32)
    for row, index in enumerate(indices):
        pdfium_c.FPDFText_GetCharOrigin(text_page.raw, index, x, y)
        origins[row] = x.value, y.value, x.value, y.value
    return _as_seen(origins, page)[:, 3].tolist()  # type: ignore[no-any-return]


def _segment(text_page: pdfium.PdfTextPage, text: str, line: _Line) -> Segment:
    start, end = line.spans[0][0], line.spans[-1][1]
    main, height = line.spans[line.main][0], line.heights[line.main]
    size = _font_size(text_page, main)
    marks: list[tuple[int, str]] = []
    for (a, b), box, own in zip(line.spans, line.boxes, line.heights, strict=True):
        raised = own < _RAISED * height and line.boxes[line.main][3] - box[3] > 0.1 * height
        if raised and b - a <= 3 and text[a:b].isdigit():
            marks.append((len(_words(text[start:a] + "|")) - 1, text[a:b]))
    colour = _colour(text_page, start)
    return Segment(
        text=_words(text[start:end]),
        left=line.boxes[0][0],
        top=line.baseline - _ASCENT * size,
        right=line.right,
        bottom=line.baseline + _DESCENT * size,
        height=size,
        box_height=height,
        bold=_is_bold(text_page, main),
        bold_end=_is_bold(text_page, end - 1),
        colour=colour if colour == _colour(text_page, end - 1) else None,
        marks=marks,
    )


def _words(text: str) -> str:
    words = " ".join(text.replace(_BROKEN, "-").split())
    return words if words.isascii() else plain_characters(words)


def _main_token(spans: list[tuple[int, int]], heights: list[float]) -> int:
    """A token in the font height of most characters of a line: superscripts and symbols are of other heights."""
    if min(heights) == max(heights):
        return 0
    counts: dict[float, int] = {}
    for (start, end), height in zip(spans, heights, strict=True):
        counts[height] = counts.get(height, 0) + end - start
    return heights.index(max(counts, key=lambda height: (counts[height], height)))


def _is_upright(text_page: pdfium.PdfTextPage, page: pdfium.PdfPage, index: int) -> bool:
    angle, turned = math.degrees(pdfium_c.FPDFText_GetCharAngle(text_page.raw, index)), page.get_rotation()
    return any(abs((angle - upright + 180) % 360 - 180) < _LEANING for upright in (turned, -turned))


def _font_size(text_page: pdfium.PdfTextPage, index: int) -> float:
    """The size in points that a character is printed in: the font's, scaled by the text matrix."""
    pdfium_c.FPDFText_GetMatrix(text_page.raw, index, _MATRIX)
    size: float = pdfium_c.FPDFText_GetFontSize(text_page.raw, index)
    return round(size * math.hypot(_MATRIX.c, _MATRIX.d), 1)


def _colour(text_page: pdfium.PdfTextPage, index: int) -> int:
    red, green, blue, _ = _RGBA
    pdfium_c.FPDFText_GetFillColor(text_page.raw, index, *_RGBA)
    return red.value << 16 | green.value << 8 | blue.value


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    """By the font's name; by its weight only where the name says nothing, because pdfium guesses the weight."""
    pdfium_c.FPDFText_GetFontInfo(text_page.raw, index, _FONT_NAME, len(_FONT_NAME), _FONT_FLAGS)
    style = _STYLE_NAME.search(_FONT_NAME.value)
    if style is not None:
        return style.group(1) is not None
    return bool(pdfium_c.FPDFText_GetFontWeight(text_page.raw, index) >= _BOLD_WEIGHT)
