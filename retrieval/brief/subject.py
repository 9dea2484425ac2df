"""What a whole draft is about: the words that stand in its title, its objective and in many of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.analysis import words
from index.opened import Opened
from index.readers.blocks import Role
from retrieval.brief.answer import Topic
from retrieval.brief.draft import Draft
from retrieval.brief.places import Home, home_of
from retrieval.brief.sections import Section
from retrieval.brief.terms import Term, Terms

_WORDS = 5  # that say in a query what the project is about
_TITLE, _OBJECTIVE = 3, 2  # sections that standing in the title, or in the objective, is worth
_LONGEST_TITLE = 40  # words


class Subject(NamedTuple):
    """What a draft is about: its most telling words, the most telling first, and where it is at home."""

    terms: Sequence[Term]
    home: Home
    places: frozenset[str]  # words that name places: they say where, not what

    @property
    def words(self) -> list[str]:
        """The words that say in a query what the project is about."""
        return [term.word for term in self.terms[:_WORDS]]


def subject_of(draft: Draft, sections: Sequence[Section], terms: Terms, opened: Opened) -> Subject:
    """What a draft is about. A word weighs what it tells, times the sections that it stands in."""
    text = draft.text
    home = home_of(text, draft.language, opened)
    places = frozenset(word for name in (*home.countries, *home.regions) for word, _, _ in words(name))
    parts = [(section.text, _OBJECTIVE if section.topic is Topic.OBJECTIVE else 1) for section in sections]
    parts.append((title_of(draft), _TITLE))
    standing: dict[str, int] = {}
    for part, worth in parts:
        for term in terms.of(part, draft.language, without=places):
            standing[term.stems[0]] = standing.get(term.stems[0], 0) + worth
    found = terms.of(text, draft.language, without=places)
    ranked = sorted(found, key=lambda term: (-term.rarity * standing.get(term.stems[0], 0), term.word))
    return Subject(ranked, home, places)


def title_of(draft: Draft) -> str:
    """The draft's first line, where it can be a title."""
    first = draft.blocks[0]
    line = first.text.partition("\n")[0]
    titles = first.role is Role.HEADING or line[-1:] not in ".!?;:"
    return line if titles and len(line.split()) <= _LONGEST_TITLE else ""
