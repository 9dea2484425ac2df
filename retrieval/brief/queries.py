"""A section of a draft → a few short searches, each from another side.

    its words     the section's most telling words, with those of the whole draft that say what the project is about
    its sentences the ones that tell most, as they are written: what the encoder reads best
    its topic     the words that evaluations use for such a section, with what the project is about

Short queries, because a long one is about everything: its vector is a mean and half of its words are beside the point.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from retrieval.brief.places import Home
from retrieval.brief.sections import Section
from retrieval.brief.terms import Term, Terms, telling_sentences
from retrieval.brief.topics import vocabulary
from retrieval.brief.wording import Text
from retrieval.query import LONGEST

_OWN = 9  # words of the section
_SUBJECT = 4  # words of the draft
_WORDS_A_SENTENCE = 220  # so many words of a section ask for one more sentence
_MOST_SENTENCES = 3


class Subject(NamedTuple):
    """What the whole draft is about: its telling words, its home, and the words that name places (no subject)."""

    terms: Sequence[Term]
    home: Home
    places: frozenset[str]

    @property
    def words(self) -> list[str]:
        """The words that say so in a query."""
        return [term.word for term in self.terms[:_SUBJECT]]


class Asked(NamedTuple):
    """The searches of a section, and its telling words."""

    queries: list[str]
    terms: list[Term]


def queries_of(section: Section, subject: Subject, terms: Terms) -> Asked:
    """The searches for a section; none for one that holds no word of the collection."""
    text = section.body or section.text
    own = terms.of(text, section.language, without=subject.places)
    if not own:
        return Asked([], [])
    sentences = min(_MOST_SENTENCES, 1 + len(text.split()) // _WORDS_A_SENTENCE)
    asked = [" ".join(dict.fromkeys([*(term.word for term in own[:_OWN]), *subject.words]))]
    asked += telling_sentences(text, own, section.language, sentences)
    topic = vocabulary(section.topic, "en")
    if topic:
        asked.append(" ".join([topic, *_about(subject)]))
    return Asked([query[:LONGEST] for query in dict.fromkeys(asked) if any(True for _ in Text(query).words)], own)


def _about(subject: Subject) -> list[str]:
    """What the project is about, in the words of the collection where it files things under them."""
    return [theme.lower() for theme in subject.home.themes[:2]] or subject.words
