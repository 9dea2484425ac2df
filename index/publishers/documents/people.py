"""What is left out of a document before it is read: its cover, and lines that name the people who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.publishers.documents.numbering import split_number
from index.publishers.documents.outline import Placed
from index.publishers.documents.sections import Section, section_of
from index.readers.blocks import Role

_LONGEST_COVER = 80  # fragments
_NAMED = re.compile(
    r"(?:(?:report )?(?:prepared|conducted|written|authored|submitted|compiled) by\b|"
    r"(?:lead |independent |external |national |international )*"
    r"(?:evaluators?|evaluation (?:manager|team|consultant)s?|inspectors?|authors?|consultants?|"
    r"contacts?(?: person)?|team (?:leader|member)s?)\b[^:]{0,40}:|"
    r"inspectors? [A-Z]\w+ [A-Z])",
    re.IGNORECASE,
)
_MOST_WORDS = 30  # of a line of names; a sentence that begins so goes on


def without_people(outline: Iterable[Placed]) -> Iterator[Placed]:
    """The outline without cover, lists of names and lines such as "Conducted by:"."""
    placed = list(outline)
    names_follow = False
    for each in placed[_cover(placed) :]:
        text = each.fragment.text
        if not _is_left_out(each) and not (names_follow and len(text.split()) <= _MOST_WORDS):
            yield each
        names_follow = announces_people(text)


def names_people(text: str) -> bool:
    """Whether a line says who wrote something: "Conducted by: …", "Team leader: …"."""
    return len(text.split()) <= _MOST_WORDS and _NAMED.match(text) is not None


def announces_people(text: str) -> bool:
    """Whether the line below is one of names: "Conducted by:"."""
    return names_people(text) and text.rstrip().endswith((":", " by"))


def _is_left_out(placed: Placed) -> bool:
    in_list_of_names = placed.place.section is Section.PEOPLE and not placed.is_heading
    return in_list_of_names or names_people(placed.fragment.text)


def _cover(outline: list[Placed]) -> int:
    """How many fragments stand before the first known or numbered heading, label or printed paragraph number."""
    for i, placed in enumerate(outline[:_LONGEST_COVER]):
        text = placed.fragment.text
        is_known = placed.is_heading and (section_of(text) is not None or split_number(text)[0] is not None)
        if is_known or placed.label is not None or placed.fragment.block.paragraph is not None:
            return i
        if placed.fragment.role is Role.LIST_ITEM:
            return 0
    return 0
