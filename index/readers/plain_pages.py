r"""Plain text → chunks of lines, without page furniture.

Pages end at form feeds. Some extractors turn the form feed into a space: a line that begins with exactly one space,
where others begin with none, is then the first of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.furniture import furniture
from index.readers.markers import BULLET

_LOST_BULLET = re.compile(r"^( ?) X (?=\S)")  # an arrow of a symbol font, read as the letter at its place
_ENOUGH_BULLETS = 3
_ONE_SPACE = re.compile(r"^ (?=\S)")
_GLUED_NUMBER = re.compile(r"(?=.{20,150}$)[^\W\d_].*[^\W\d_](\d{1,3})")
_LINK = re.compile(r"(?:https?://|mailto:|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines without a blank one between. `starts_page`: they are the first of their page."""

    lines: Sequence[str]
    page: int | None
    starts_page: bool


def cut(text: str) -> tuple[list[Chunk], int | None]:
    """The chunks of `text`, and its number of pages where form feeds tell it."""
    pages = text.rstrip("\f\n ").split("\f")
    if len(pages) > 1:
        lines = [page.split("\n") for page in pages]
        dropped = furniture(lines)
        kept = [[line for i, line in enumerate(page) if i not in out] for page, out in zip(lines, dropped, strict=True)]
        return [c for number, page in enumerate(kept, 1) for c in _chunks(page, number)], len(pages)
    guessed = _pages_by_space(_with_bullets(pages[0].split("\n")))
    if len(guessed) > 1:
        guessed = _without_remains(guessed)
    return [c for page in guessed for c in _chunks(page, None)], None


def _with_bullets(lines: list[str]) -> list[str]:
    """A symbol font's arrow comes out as " X ": one space that belongs to it, and one more at the start of a page."""
    if sum(1 for line in lines if _LOST_BULLET.match(line)) < _ENOUGH_BULLETS:
        return lines
    return [_LOST_BULLET.sub(lambda m: f"{m.group(1)}{BULLET} ", line) for line in lines]


def _pages_by_space(lines: list[str]) -> list[list[str]]:
    starts = [i for i, line in enumerate(lines) if _ONE_SPACE.match(line)]
    indented = sum(1 for line in lines if line.startswith("  "))
    if len(starts) < 2 or len(starts) > 0.1 * len(lines) or indented > len(starts):
        return [lines]
    bounds = sorted({0, *starts, len(lines)})
    return [lines[a:b] for a, b in pairwise(bounds)]


def _without_remains(pages: list[list[str]]) -> list[list[str]]:
    """Pages without running heads, without those that a page number is glued to, without lists of link targets."""
    seen: set[str] = set()
    out = []
    for lines in pages:
        head = lines[0].strip()
        alone = len(lines) == 1 or not lines[1].strip()
        repeated = head in seen and alone
        seen.add(head)
        out.append(_without_links(lines[1:] if repeated or (alone and _GLUED_NUMBER.fullmatch(head)) else lines))
    return out


def _without_links(page: list[str]) -> list[str]:
    """Extractors list the targets of a page's links behind its text, the first line always an address."""
    end = len(page)
    while end and not page[end - 1].strip():
        end -= 1
    start = end
    while start and page[start - 1].strip():
        start -= 1
    return page[:start] if start < end and _LINK.fullmatch(page[start].strip()) else page[:end]


def _chunks(lines: list[str], page: int | None) -> Iterator[Chunk]:
    current: list[str] = []
    first = True
    for line in [*lines, ""]:
        if line.strip():
            current.append(line.strip(" "))
        elif current:
            yield Chunk(tuple(current), page, first)
            current, first = [], False
