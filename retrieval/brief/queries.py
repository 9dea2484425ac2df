"""A section of a draft → a few short searches, each from another side.

    what it says   its sentences that tell most, as they are written: what the encoder reads best
    what it is     the words that evaluations use for such a section, or its heading, with what the project is about

Short queries, because a long one is about everything: its vector is a mean and half of its words are beside the point.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.analysis import words
from retrieval.brief.sections import Section
from retrieval.brief.subject import Subject
from retrieval.brief.terms import Term, Terms, telling_sentences
from retrieval.brief.topics import vocabulary

_WORDS_A_QUERY = 45  # a query takes a further sentence up to so many
_WORDS_OF_TEXT = 150  # so many words of a section ask for one more query
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
    text = section.body or section.text
    own = terms.of(text, section.language, without=subject.places)
    if not own:
        return Asked([], [], [])
    most = min(_MOST, 1 + len(text.split()) // _WORDS_OF_TEXT)
    said = _packed(telling_sentences(text, own, section.language, 2 * most), most)
    if not said:
        said = [" ".join(term.word for term in own[:12])]
    topical = list(dict.fromkeys(_topical(section, subject, language) for language in ("en", section.language)))
    return Asked(said, [one for one in topical if any(True for _ in words(one))], own)


def _packed(sentences: Sequence[str], most: int) -> list[str]:
    """The sentences as queries, short ones together."""
    packed: list[list[str]] = []
    for sentence in sentences:
        length = len(sentence.split())
        fits = next((some for some in packed if len(" ".join(some).split()) + length <= _WORDS_A_QUERY), None)
        if fits is not None and len(packed) == most:
            fits.append(sentence)
        elif len(packed) < most:
            packed.append([sentence])
    return [" ".join(some) for some in packed]


def _topical(section: Section, subject: Subject, language: str) -> str:
    """What evaluations of such a project call such a section; English ones, for another draft, by the themes alone."""
    topic = vocabulary(section.topic, language) or section.title or ""
    foreign = language != section.language and subject.home.themes
    about = [theme.lower() for theme in subject.home.themes[:2]] if foreign else subject.words
    return " ".join([topic, *about])
