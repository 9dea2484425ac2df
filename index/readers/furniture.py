"""Running heads, running feet and page numbers: what stands at the edge of many pages and belongs to none.

A line is furniture when, but for a page number before or behind it, it returns at the edge of several pages, or when
it holds nothing but a page number. A sentence that returns within the text stays: lines are looked at from the edge
inwards, and no further than the first one that is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

EDGE = 3  # lines at the top and at the bottom of a page that may be furniture
_OUTER_NUMBER = re.compile(r"^\s*(?:\d{1,4}|[ivxl]{1,7})(?=\s)|(?<=[\s|])(?:\d{1,4}|[ivxl]{1,7})\s*$")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_HIGHEST_ROMAN = 90
_LONGEST = 120  # characters of a running head or foot
# Parts of a report that count up like pages, one at the top of each.
_NUMBERED_PART = re.compile(
    r"(?:[^\W\d_]+ )?(?:recommendation|finding|conclusion|lesson|practice|action|response|objective|outcome|output"
    r"|question|issue|box|table|figure|annexe?|appendix|chapter|part|section"
    r"|recomendación|conclusión|lección|anexo|cuadro|recommandation|constatation|enseignement|tableau|encadré)"
    r" (?:\d{1,3}|[ivxl]{1,6})[.:]?",
    re.IGNORECASE,
)
_SAME_PLACE = 4.0  # points
_NOT_WORDS = re.compile(r"[\W_]+")
_PAGE_NUMBER = re.compile(
    r"""[\W_]*(?:(?:page|página|pagina|p\.)\s*)?          # Page, page, p.
    (?:\d{1,4}|[ivxlc]{1,7})                              # 12, xii
    (?:\s*(?:/|\||of|de|sur)\s*\d{1,4})?[\W_]*            # 12/40, 12 of 40
    # a job number, as the United Nations print it beside the page's: 25-03384 (E) 120325, 2/20 25-03384
    |(?:(?:\d{1,3}(?:/\d{1,3})?|[ivxl]{1,6})\s+)?\d{2}-\d{5}[A-Z]?(?:\s\([A-Z]\))?(?:\s+\d{6})?
        (?:\s+(?:\d{1,3}(?:/\d{1,3})?|[ivxl]{1,6}))?
    |\*\d{5,}\*                                          # the same number as a bar code""",
    re.IGNORECASE | re.VERBOSE,
)


def is_page_number(line: str) -> bool:
    """Whether a line at the edge of a page holds nothing but its number ("12", "xii", "Page 3 of 20", "2/20")."""
    return bool(_PAGE_NUMBER.fullmatch(line.strip()))


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """A line at the edge of a page. `place` is its distance from that edge, in points, where the format has one."""

    text: str
    place: float = 0.0


Edges = tuple[Sequence[EdgeLine], Sequence[EdgeLine]]  # up to EDGE lines at top and bottom, the outermost one first


def furniture(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each page, the positions of those of its lines that are furniture. Blank lines are never named."""
    filled = [[i for i, line in enumerate(lines) if line.strip()] for lines in pages]
    edges = [
        ([EdgeLine(lines[i]) for i in at[:EDGE]], [EdgeLine(lines[i]) for i in at[: -EDGE - 1 : -1]])
        for lines, at in zip(pages, filled, strict=True)
    ]
    depths = furniture_depths(edges)
    return [{*at[:top], *at[len(at) - bottom :]} for at, (top, bottom) in zip(filled, depths, strict=True)]


def furniture_depths(pages: Sequence[Edges]) -> list[tuple[int, int]]:
    """How many lines at the top and at the bottom of each page are furniture."""
    needed = 3 if len(pages) > 3 else max(2, len(pages))  # a chapter's head may stand on three pages only
    words = _Places(needed)
    numbers = _Places(needed)
    for page, edges in enumerate(pages):
        for line in {line for edge in edges for line in edge}:
            text, number = _split(line.text)
            words.add(line.text, line)
            words.add((text, number and number - page), line)
            numbers.add(number and number - page, line)

    def is_furniture(line: EdgeLine, page: int) -> bool:
        text, number = _split(line.text)
        shift = number and number - page
        if _NUMBERED_PART.fullmatch(line.text.strip()):
            return False
        if is_page_number(line.text) or (text and (words.has(line.text, line) or words.has((text, shift), line))):
            return True
        return number is not None and len(line.text) < _LONGEST and numbers.has(shift, line)

    def depth(edge: Sequence[EdgeLine], page: int) -> int:
        return sum(1 for _ in takewhile(lambda line: is_furniture(line, page), edge))

    return [(depth(top, page), depth(bottom, page)) for page, (top, bottom) in enumerate(pages)]


class _Places:
    """On how many pages something stands at nearly the same place."""

    def __init__(self, needed: int) -> None:
        self._needed = needed
        self._places: dict[object, list[float]] = {}

    def add(self, what: object, line: EdgeLine) -> None:
        self._places.setdefault(what, []).append(line.place)

    def has(self, what: object, line: EdgeLine) -> bool:
        return sum(abs(place - line.place) < _SAME_PLACE for place in self._places.get(what, ())) >= self._needed


def _split(line: str) -> tuple[str, int | None]:
    """The words of a line, and the number at one of its ends that may count the pages.

    A page number counts with the pages; "Recommendation 3" on page 16 and "Recommendation 8" on page 24 do not.
    """
    match = _OUTER_NUMBER.search(line)
    number = _value(match.group().strip()) if match else None
    words = line[: match.start()] + line[match.end() :] if match and number is not None else line
    return _NOT_WORDS.sub(" ", words.casefold()).strip(), number


def _value(number: str) -> int | None:
    """The value of an Arabic or a small Roman number; None for a word that merely looks Roman ("mild", "vivid")."""
    if number.isdigit():
        return int(number)
    values = [_ROMAN_DIGITS[letter] for letter in number]
    value = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return value if 0 < value < _HIGHEST_ROMAN else None
