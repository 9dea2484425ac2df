"""The numbers that headings carry: "II.", "4.2", "A.", "Chapter 3.", "Part I", "Annex 2:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_DECORATION = re.compile(r"^(?:[►▶■□●•◆♦➢➤»›*#|_\s]+|X\s+(?=[A-Z0-9]))+")
_WORD = r"(?:part|chapter|section|chapitre|partie|capítulo|parte|sección|seção|volume)"
_NUMBER = re.compile(
    rf"""
    (?P<word>{_WORD})\s+(?P<worded>[ivxlc]+|\d+|[a-z])\b(?:\s*[.:–—-])?\s*
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}})*)(?:\s*[.):]\s*|\s+)(?=[^\W\d_])
    | (?P<roman>[ivx]{{1,5}})\s*[.):]\s+
    | (?P<letter>[a-z])(?:[.)]\s+|\s+(?=[A-Z][a-z]{{3}}))
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A heading's number. `scheme` tells "II." from "4." from "A.": only numbers of one scheme are sisters."""

    scheme: str
    value: str

    @property
    def depth(self) -> int:
        """1 for "4.", 2 for "4.2"."""
        return self.value.count(".") + 1


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text.lower()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _as_decimal(text: str) -> str:
    if text.isdigit():
        return str(int(text))
    return str(_roman(text)) if set(text.lower()) <= set(_ROMAN) else str(ord(text.lower()) - ord("a") + 1)


def split_number(heading: str) -> tuple[Number | None, str]:
    """The number before `heading` and the heading without it; decoration (arrows, bullets) goes with the number."""
    text = _DECORATION.sub("", heading).strip()
    match = _NUMBER.match(text)
    if match is None:
        return None, text
    rest = text[match.end() :].strip()
    if match["word"]:
        return Number(match["word"].lower(), _as_decimal(match["worded"])), rest
    if match["decimal"]:
        return Number("decimal", match["decimal"].removesuffix(".0")), rest
    if match["roman"]:
        return Number("roman", str(_roman(match["roman"]))), rest
    return Number("letter", match["letter"].lower()), rest


def without_number(heading: str) -> str:
    """`heading` without its number and decoration; the whole text where nothing else would be left."""
    return split_number(heading)[1] or heading.strip()
