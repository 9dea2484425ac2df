"""What a whole draft is about: words and phrases that stand in its title, its objective and many of its sections."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from index.analysis import is_stop_word, stem, words
from index.opened import Opened
from index.readers.blocks import Role
from retrieval.brief.answer import Topic
from retrieval.brief.draft import Draft
from retrieval.brief.places import Home, home_of
from retrieval.brief.sections import Section
from retrieval.brief.terms import Terms, telling_sentences, telling_words
from retrieval.brief.topics import silent

_PHRASES, _WORDS = 2, 3  # that say in a query what the project is about
_LONGEST_PHRASE = 4  # words, those in between included
_TITLE, _OBJECTIVE = 3, 2  # sections that standing in the title, or in the objective, is worth
_LONGEST_TITLE = 40  # words
_SENTENCES, _GIST = 5, 70  # sentences and words that say what a draft is about, as it says so itself


class Subject(NamedTuple):
    """What a draft is about, in the words of its queries, and where it is at home."""

    words: list[str]
    home: Home
    places: frozenset[str]  # words that name places: they say where, not what


def subject_of(draft: Draft, sections: Sequence[Section], terms: Terms, opened: Opened) -> Subject:
    """What a draft is about. A word or phrase weighs what it tells, times the sections that it stands in."""
    home = home_of(draft.text, draft.language, opened)
    places = frozenset(word for name in (*home.countries, *home.regions) for word, _, _ in words(name))
    parts = [(section.text, _OBJECTIVE if section.topic is Topic.OBJECTIVE else 1) for section in sections]
    parts.append((title_of(draft), _TITLE))
    single: Counter[str] = Counter()
    together: Counter[str] = Counter()
    rarity: dict[str, float] = {}
    for part, worth in parts:
        for term in terms.of(part, draft.language, without=places):
            single[term.word] += worth
            rarity[term.word] = term.rarity
        for phrase in set(_phrases(part, draft.language, opened.words.phrases, places)):
            together[phrase] += worth
    records = max(1, sum(opened.manifest.records.values()))
    telling = {phrase: math.log(1 + records / opened.words.phrases[phrase]) for phrase in together}
    phrases = _heaviest(together, telling)[:_PHRASES]
    said = {word for phrase in phrases for word in phrase.split()}
    own = [word for word in _heaviest(single, rarity) if word not in said][:_WORDS]
    return Subject([*phrases, *own], home, places)


def gist_of(draft: Draft, terms: Terms) -> str:
    """The draft's most telling sentences, without stop words and numbers."""
    text = "\n".join(block.text for block in draft.blocks if block.role is not Role.HEADING) or draft.text
    gist: list[str] = []
    for sentence in telling_sentences(text, terms.of(text, draft.language), draft.language, _SENTENCES):
        if len(" ".join([*gist, sentence]).split()) <= _GIST:
            gist.append(sentence)
    return telling_words(" ".join(gist or text.split()[:_GIST]), draft.language)


def _heaviest(counts: Counter[str], telling: Mapping[str, float]) -> list[str]:
    return sorted(counts, key=lambda one: (-counts[one] * telling[one], one))


def _phrases(text: str, language: str, known: Mapping[str, int], without: Collection[str]) -> Iterator[str]:
    """The collection's frequent phrases that stand in a text, those with silent words or place names left out."""
    found = list(words(text))
    mute = [
        word in without
        or word.isdigit()
        or (not is_stop_word(word, language) and stem(word, language) in silent(language))
        for word, _, _ in found
    ]
    for at in range(len(found)):
        for end in range(at + 2, min(at + _LONGEST_PHRASE, len(found)) + 1):
            if any(mute[at:end]):
                break
            phrase = " ".join(text[found[at][1] : found[end - 1][2]].lower().split())
            if phrase in known:
                yield phrase


def _is_silent(word: str, language: str) -> bool:
    """Whether a word that carries meaning says nothing of the subject; stop words may stand inside a phrase."""
    return not is_stop_word(word, language) and stem(word, language) in silent(language)


def title_of(draft: Draft) -> str:
    """The draft's first line, where it can be a title."""
    first = draft.blocks[0]
    line = first.text.partition("\n")[0]
    titles = first.role is Role.HEADING or line[-1:] not in ".!?;:"
    return line if titles and len(line.split()) <= _LONGEST_TITLE else ""
