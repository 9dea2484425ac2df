"""Papers that hold several evaluations without calling them "Part I", "Part II": told by numberings that start anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from index.model import Kind
from index.publishers.documents.copies import are_copies
from index.publishers.documents.identity import slug
from index.publishers.documents.numbering import split_number
from index.publishers.documents.outline import Placed
from index.publishers.documents.sections import Section, section_of

_COUNTED = {Kind.FINDING, Kind.RECOMMENDATION}
_SHORT_NAME = 30  # characters of a part that has no number


def with_parts(outline: Sequence[Placed]) -> list[Placed]:
    """The outline, with the parts of a paper in which statement 1 comes again, saying something else.

    A summary that repeats statement 1 is no part, nor is a chapter named for its statements.
    """
    if any(placed.place.part for placed in outline):
        return list(outline)
    chapters = _chapters(outline)
    own = _with_their_own_first(outline, chapters)
    if len(own) < 2:
        return list(outline)
    return [
        replace(placed, place=replace(placed.place, part=_name(chapter))) if chapter in own else placed
        for placed, chapter in zip(outline, chapters, strict=True)
    ]


def _chapters(outline: Sequence[Placed]) -> list[str | None]:
    """For each fragment the chapter it stands in: the last Roman heading, or else the highest, that names none."""
    chapters: list[str | None] = []
    roman: str | None = None
    for placed in outline:
        text = placed.fragment.text
        number, _ = split_number(text) if placed.is_heading else (None, text)
        if number is not None and number.scheme == "roman":
            roman = text if section_of(text) is None else None
        chapters.append(roman or next((h for h in placed.place.path if section_of(h) is None), None))
    return chapters


def _with_their_own_first(outline: Sequence[Placed], chapters: Sequence[str | None]) -> set[str]:
    """The chapters that begin to count statements anew."""
    found: list[tuple[str, str]] = []
    for placed, chapter, after in zip_longest(outline, chapters, outline[1:]):
        if placed.label is None or placed.label.number != "1" or placed.label.kind not in _COUNTED or chapter is None:
            continue
        if placed.place.annexed or placed.place.in_summary or placed.place.section is Section.RESPONSES:
            continue
        stating = placed.body or (after.fragment if after else placed.fragment)
        if not any(chapter == known or are_copies(stating.text, text) for known, text in found):
            found.append((chapter, stating.text))
    return {chapter for chapter, _ in found}


def _name(chapter: str | None) -> str:
    number, title = split_number(chapter or "")
    return f"part-{number.value if number else slug(title)[:_SHORT_NAME].strip('-')}"
