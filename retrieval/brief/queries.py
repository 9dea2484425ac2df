"""A section of a draft → a few short searches, each from another side.

    what it says   its text, or, where that is long, its sentences that tell most, a few at a time
    what it is     what the whole project is about

Each is led by the words that evaluations use for such a section: a sentence on roads that may be closed finds roads,
and together with "risk mitigation" it finds what others learned about such risks. Of the ways to ask that were tried,
this gave the best records (docs/quality.md, "Briefs"); a single search with the section's text does without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from retrieval.brief.sections import Section
from retrieval.brief.subject import Subject
from retrieval.brief.terms import Term, Terms, telling_sentences
from retrieval.brief.topics import vocabulary

_WORDS_A_QUERY = 90  # words of text in one query; the default encoder reads about twice as many
_MOST = 4  # queries of what a section says


class Asked(NamedTuple):
    """The searches of a section: of what it says, and of what it is; and its telling words."""

    said: list[str]
    topical: list[str]
    terms: list[Term]

    @property
    def queries(self) -> list[str]:
        """All of them."""
        return [*self.said, *self.topical]


def queries_of(section: Section, subject: Subject, terms: Terms) -> Asked:
    """The searches for a section; none for one that holds no word of the collection."""
    text = " ".join((section.body or section.text).split())
    own = terms.of(text, section.language, without=subject.places)
    if not own:
        return Asked([], [], [])
    lead = vocabulary(section.topic, section.language) or section.title or ""
    said = [". ".join(filter(None, [lead, piece])) for piece in _pieces(section, text, own)]
    english = vocabulary(section.topic, "en")
    topical = [" ".join([lead, *subject.words])]
    if section.language != "en" and english and subject.home.themes:
        topical.append(" ".join([english, *(theme.lower() for theme in subject.home.themes[:2])]))
    return Asked(said, topical, own)


def _pieces(section: Section, text: str, own: Sequence[Term]) -> list[str]:
    """The section's text, or its most telling sentences packed into a few pieces, each in the text's own order."""
    length = len(text.split())
    if length <= _WORDS_A_QUERY:
        return [text]
    most = min(_MOST, -(-length // (2 * _WORDS_A_QUERY)) + 1)
    packed: list[list[str]] = [[] for _ in range(most)]
    for sentence in telling_sentences(section.body, own, section.language, 4 * most):
        fits = [
            some for some in packed if sum(len(one.split()) for one in [*some, sentence]) <= _WORDS_A_QUERY or not some
        ]
        if fits:
            min(fits, key=lambda some: sum(len(one.split()) for one in some)).append(sentence)
    pieces = [" ".join(sorted(some, key=text.find)) for some in packed if some]
    return pieces or [" ".join(text.split()[:_WORDS_A_QUERY])]
