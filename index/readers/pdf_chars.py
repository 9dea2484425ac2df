"""The characters of a PDF page: where each stands, and in what print. The only file that asks pdfium about them.

Each call costs as much as reading ten characters, so callers ask about few of them.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

Boxes = NDArray[np.float32]  # (n, 4): left, top, right, bottom, in points from the top left corner

_LEANING = 10  # degrees
_BOLD_WEIGHT = 700
_STYLE_NAME = re.compile(rb"(bold|black|heavy|demi)|regular|roman(?!ps)|book|light|medium", re.IGNORECASE)
# What pdfium writes its answers into, made once: allocating it for each call costs more than the call.
_FONT_NAME = ctypes.create_string_buffer(128)
_FONT_FLAGS = ctypes.c_int()
_MATRIX = pdfium_c.FS_MATRIX()
_RGBA = tuple(ctypes.c_uint() for _ in range(4))
_X, _Y = ctypes.c_double(), ctypes.c_double()


class Chars:
    """The characters of one page. `text` has one for each that pdfium counts, so that indices mean the same in both."""

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        self._raw = text_page.raw
        self._crop = page.get_cropbox(fallback_ok=True)
        self._rotation = page.get_rotation()
        count = text_page.count_chars()
        text: str = text_page.get_text_range()
        if len(text) != count:
            text = "".join(chr(pdfium_c.FPDFText_GetUnicode(self._raw, index) or 0x20) for index in range(count))
        self.text = text

    def boxes(self, indices: list[int]) -> Boxes:
        """The boxes of some characters, as high as their font."""
        return self._as_seen(_POOL.boxes_of(self._raw, indices))

    def baselines(self, indices: list[int]) -> list[float]:
        """What some characters stand on, in points from the top of the page."""
        origins = np.zeros((len(indices), 4), np.float32)
        for row, index in enumerate(indices):
            pdfium_c.FPDFText_GetCharOrigin(self._raw, index, _X, _Y)
            origins[row] = _X.value, _Y.value, _X.value, _Y.value
        seen: list[float] = self._as_seen(origins)[:, 3].tolist()
        return seen

    def is_upright(self, index: int) -> bool:
        """Whether a character stands upright for a reader of the page."""
        angle = math.degrees(pdfium_c.FPDFText_GetCharAngle(self._raw, index))
        upright = (self._rotation, -self._rotation)
        return any(abs((angle - turned + 180) % 360 - 180) < _LEANING for turned in upright)

    def size(self, index: int) -> float:
        """The size in points that a character is printed in: the font's, scaled by the text matrix."""
        pdfium_c.FPDFText_GetMatrix(self._raw, index, _MATRIX)
        size: float = pdfium_c.FPDFText_GetFontSize(self._raw, index)
        return round(size * math.hypot(_MATRIX.c, _MATRIX.d), 1)

    def colour(self, index: int) -> int:
        """The colour that a character is filled with, 0xRRGGBB."""
        red, green, blue, _ = _RGBA
        pdfium_c.FPDFText_GetFillColor(self._raw, index, *_RGBA)
        return red.value << 16 | green.value << 8 | blue.value

    def is_bold(self, index: int) -> bool:
        """By the font's name; by its weight only where the name says nothing, because pdfium guesses the weight."""
        pdfium_c.FPDFText_GetFontInfo(self._raw, index, _FONT_NAME, len(_FONT_NAME), _FONT_FLAGS)
        style = _STYLE_NAME.search(_FONT_NAME.value)
        if style is not None:
            return style.group(1) is not None
        return bool(pdfium_c.FPDFText_GetFontWeight(self._raw, index) >= _BOLD_WEIGHT)

    def _as_seen(self, boxes: Boxes) -> Boxes:
        """Boxes in page space (points, origin anywhere, y upwards) → as seen (origin top left, y downwards)."""
        x0, y0, x1, y1 = self._crop
        left, top, right, bottom = boxes.T
        turned = {
            0: (left - x0, y1 - top, right - x0, y1 - bottom),
            90: (bottom - y0, left - x0, top - y0, right - x0),
            180: (x1 - right, bottom - y0, x1 - left, top - y0),
            270: (y1 - top, x1 - right, y1 - bottom, x1 - left),
        }
        return np.stack(turned[self._rotation], axis=1)


class _BoxPool:
    """Boxes that pdfium writes into, kept from page to page."""

    def __init__(self) -> None:
        self._boxes = (pdfium_c.FS_RECTF * 0)()
        self._pointers: list[object] = []

    def boxes_of(self, raw_text_page: object, indices: list[int]) -> Boxes:
        if len(indices) > len(self._pointers):
            self._boxes = (pdfium_c.FS_RECTF * (2 * len(indices)))()
            self._pointers = list(map(ctypes.byref, self._boxes))
        deque(map(pdfium_c.FPDFText_GetLooseCharBox, repeat(raw_text_page), indices, self._pointers), maxlen=0)
        return np.frombuffer(self._boxes, np.float32, 4 * len(indices)).reshape(-1, 4).copy()


_POOL = _BoxPool()
