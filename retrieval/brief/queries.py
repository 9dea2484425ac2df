"""A section of a draft → a few short searches.

Its sentences that tell most, a few at a time, each time led by the words that evaluations use for such a section: a
sentence on roads that may be closed finds roads, and together with "risk mitigation" it finds what others learned about
such risks. Sections on what the project itself does are led by its subject instead: "objective" finds what was said of
objectives of anything. Of the ways to ask that were tried this gave the best records (docs/quality.md, "Briefs"). Stop
words are left out: what is found is as good, and what encoding costs grows with the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from retrieval.brief.answer import Topic
from retrieval.brief.sections import Section
from retrieval.brief.subject import Subject
from retrieval.brief.terms import Term, Terms, telling_sentences, telling_words
from retrieval.brief.topics import vocabulary
from retrieval.query import LONGEST

_WORDS_A_QUERY = 45  # words of text in one query
_WORDS_OF_TEXT = 100  # so many words of a section are worth one more query
_MOST = 4  # queries of a section
_FEW = 20  # words that do not tell what the project is about
_OF_THE_SUBJECT = (Topic.OBJECTIVE, Topic.OUTCOMES)  # sections on what the project does, not on how it is run
_OF_ITS_THEMES = (Topic.CONTEXT, *_OF_THE_SUBJECT)  # so are the English searches of these, which hold no text of it


class Asked(NamedTuple):
    """The searches of a section, and its telling words."""

    queries: list[str]
    terms: list[Term]


def queries_of(section: Section, subject: Subject, terms: Terms) -> Asked:
    """The searches for a section; none for one that holds no word of the collection."""
    text = " ".join((section.body or section.text).split())
    own = terms.of(text, section.language, without=subject.places)
    if not own:
        return Asked([], [])
    lead = _lead(section, subject)
    pieces = _pieces(section, text, own)
    if len(text.split()) < _FEW and section.topic not in _OF_THE_SUBJECT:
        pieces = [" ".join([*pieces, *subject.words])]
    spoken = section.language
    queries = [". ".join(filter(None, [lead, telling_words(piece, spoken) or piece])) for piece in pieces]
    if section.language != "en" and subject.home.themes:
        led = "" if section.topic in _OF_ITS_THEMES else vocabulary(section.topic, "en")
        queries.append(" ".join(filter(None, [led, *map(str.lower, subject.home.themes[:2])])))
    return Asked([query[:LONGEST] for query in queries], own)


def _lead(section: Section, subject: Subject) -> str:
    """The words that stand before each piece of the section's text."""
    if section.topic in _OF_THE_SUBJECT:
        return " ".join(subject.words)
    return vocabulary(section.topic, section.language) or section.title or ""


def _pieces(section: Section, text: str, own: Sequence[Term]) -> list[str]:
    """The section's text if that is short, else its most telling sentences in a few pieces, in its order."""
    length = len(text.split())
    if length <= _WORDS_A_QUERY:
        return [text]
    most = min(_MOST, 1 + length // _WORDS_OF_TEXT)
    packed: list[list[str]] = [[] for _ in range(most)]
    for sentence in telling_sentences(section.body, own, section.language, 4 * most):
        fits = [
            some for some in packed if sum(len(one.split()) for one in [*some, sentence]) <= _WORDS_A_QUERY or not some
        ]
        if fits:
            min(fits, key=lambda some: sum(len(one.split()) for one in some)).append(sentence)
    pieces = [" ".join(sorted(some, key=text.find)) for some in packed if some]
    return pieces or [" ".join(text.split()[:_WORDS_A_QUERY])]
