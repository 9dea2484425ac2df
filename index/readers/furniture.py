"""Running heads, running feet and page numbers: what stands at the edge of many pages and belongs to none.

A line is furniture when, but for a page number before or behind it, it returns at the edge of several pages, or when
it holds nothing but a page number. A sentence that returns within the text stays: lines are looked at from the edge
inwards, and no further than the first one that is text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

_EDGE = 3  # lines at the top and at the bottom of a page that may be furniture
_OUTER_NUMBER = re.compile(r"^\W*(?:\d+|[ivxl]+)\b\W*|\W*\b(?:\d+|[ivxl]+)\W*$")
_NOT_WORDS = re.compile(r"[\W_]+")
_PAGE_NUMBER = re.compile(
    r"""[\W_]*(?:(?:page|página|pagina|p\.)\s*)?          # Page, page, p.
    (?:\d{1,4}|[ivxlc]{1,7})                              # 12, xii
    (?:\s*(?:/|\||of|de|sur)\s*\d{1,4})?[\W_]*            # 12/40, 12 of 40
    |\d{2}-\d{5}(?:\s*\(?[EFSRAC]\)?)?(?:\s+\d{1,3}/\d{1,3})?  # UN job number: 25-03384 (E), 2/20
    |(?:\d{1,3}/\d{1,3}\s+)?\d{2}-\d{5}""",
    re.IGNORECASE | re.VERBOSE,
)


def is_page_number(line: str) -> bool:
    """Whether a line at the edge of a page holds nothing but its number ("12", "xii", "Page 3 of 20", "2/20")."""
    return bool(_PAGE_NUMBER.fullmatch(line.strip()))


def furniture(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each page, the positions of those of its lines that are furniture. Blank lines are never named."""
    edges = [_edges(lines) for lines in pages]
    counts = Counter(
        key
        for lines, (top, bottom) in zip(pages, edges, strict=True)
        for key in {_key(lines[i]) for i in (*top, *bottom)}
    )
    needed = 3 if len(pages) > 3 else max(2, len(pages))  # a chapter's head may stand on three pages only

    def is_furniture(line: str) -> bool:
        key = _key(line)
        return is_page_number(line) or (key != "" and counts[key] >= needed)

    return [
        {*_outermost(lines, top, is_furniture), *_outermost(lines, bottom, is_furniture)}
        for lines, (top, bottom) in zip(pages, edges, strict=True)
    ]


def _outermost(lines: Sequence[str], edge: list[int], is_furniture: Callable[[str], bool]) -> Iterator[int]:
    return takewhile(lambda i: is_furniture(lines[i]), edge)


def _edges(lines: Sequence[str]) -> tuple[list[int], list[int]]:
    """The first lines of a page from the top and the last ones from the bottom, the outermost ones first."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    return filled[:_EDGE], filled[: -_EDGE - 1 : -1]


def _key(line: str) -> str:
    """A line without the page number at either end, in lower case; interior numbers tell sentences apart."""
    return _NOT_WORDS.sub(" ", _OUTER_NUMBER.sub("", line.casefold())).strip()
