"""The acronyms of a collection: what they stand for, and in how many documents each is said to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from index.analysis import DEFAULT_LANGUAGE, is_stop_word, stem, words
from index.words.definitions import definitions

Written = Callable[[str], tuple[int, int]]  # in how many texts a word is written in lower case, in how many otherwise

_SHARE = 0.1  # of the documents that define an acronym: a meaning with less is left out
_WORDLIKE = 0.1  # written in lower case as often as that beside capitals, an acronym is an ordinary word too
_STABLE = 4  # letters of a term that are the same in organisation and organization, programme and program
_SURE = 2  # documents; a long form that only one gives counts where each of its telling words gives a letter


class Meaning(NamedTuple):
    """A long form, the terms of its telling words in order, and the number of documents that give it."""

    text: str
    terms: tuple[str, ...]
    documents: int


class Acronym(NamedTuple):
    """An acronym as written, its terms in the languages that use it, and its meanings, best supported first.

    The plural's terms are among them. `wordlike` says that it is an ordinary word too (SCORE, GAP): then only capitals
    make it an acronym, and its term in the index tells nothing, for terms know no case.
    """

    text: str
    terms: tuple[str, ...]
    wordlike: bool
    meanings: tuple[Meaning, ...]

    def shares(self) -> tuple[float, ...]:
        """For each meaning, the part of the documents that give it: how likely it is meant. They add up to 1."""
        every = sum(meaning.documents for meaning in self.meanings)
        return tuple(meaning.documents / every for meaning in self.meanings)

    def meant(self) -> tuple[str, ...]:
        """The long forms, without those that spell or inflect another one's words differently."""
        kept: dict[tuple[str, ...], str] = {}
        for one in self.meanings:
            kept.setdefault(tuple(term[:_STABLE] for term in one.terms), one.text)
        return tuple(kept.values())


class Said(NamedTuple):
    """A text, its language (ISO 639-1) and the document that it is in."""

    text: str
    language: str | None
    document: str


def long_terms(text: str, language: str) -> tuple[str, ...]:
    """The terms of a long form's telling words, in order."""
    return tuple(stem(word, language) for word, _, _ in words(text) if not is_stop_word(word, language))


def learn(texts: Iterable[Said], written: Written) -> dict[str, Acronym]:
    """The acronyms that texts define, by their lower-case form, sorted."""
    found: dict[str, dict[tuple[str, ...], _Evidence]] = defaultdict(dict)
    for said in texts:
        language = said.language or DEFAULT_LANGUAGE
        for short, long in definitions(said.text, language):
            if terms := long_terms(long, language):
                evidence = found[short.lower()].setdefault(terms, _Evidence(Counter(), Counter(), set(), set()))
                evidence.shorts[short] += 1
                evidence.longs[long] += 1
                evidence.languages.add(language)
                evidence.documents.add(said.document)
    return {short: one for short in sorted(found) if (one := _acronym(short, found[short], written))}


class _Evidence(NamedTuple):
    """What is known of one meaning."""

    shorts: Counter[str]
    longs: Counter[str]
    languages: set[str]
    documents: set[str]


def _acronym(short: str, meanings: Mapping[tuple[str, ...], _Evidence], written: Written) -> Acronym | None:
    every = len(set().union(*(one.documents for one in meanings.values())))
    kept = {
        terms: one
        for terms, one in meanings.items()
        if len(one.documents) >= _SHARE * every and (len(one.documents) >= _SURE or _spelt(short, terms))
    }
    if not kept:
        return None
    languages = sorted(set().union(*(one.languages for one in kept.values())) | {DEFAULT_LANGUAGE})
    # Stemmers leave the s of a plural without vowels: "dwcps" is a term of its own.
    own_terms = tuple(dict.fromkeys(stem(form, language) for form in (short, f"{short}s") for language in languages))
    lower, other = map(sum, zip(*map(written, {short, *own_terms}), strict=True))
    return Acronym(
        text=_usual(sum((one.shorts for one in kept.values()), Counter())),
        terms=own_terms,
        wordlike=lower > _WORDLIKE * other or any(is_stop_word(short, language) for language in languages),
        meanings=tuple(
            Meaning(_usual(one.longs), terms, len(one.documents))
            for terms, one in sorted(kept.items(), key=lambda item: (-len(item[1].documents), item[0]))
        ),
    )


def _spelt(short: str, terms: tuple[str, ...]) -> bool:
    """Whether each telling word gives at least one letter: none is there by chance."""
    return len(terms) <= sum(map(str.isalnum, short))


def _usual(written: Counter[str]) -> str:
    """The most frequent way of writing; of equal ones the one with most capitals, then by the alphabet."""
    return min(written, key=lambda text: (-written[text], -sum(map(str.isupper, text)), text))


def to_json(acronyms: Mapping[str, Acronym]) -> dict[str, Any]:
    """Plain lists and objects, for a JSON file."""
    return {
        short: {
            "text": one.text,
            "terms": one.terms,
            "wordlike": one.wordlike,
            "meanings": [meaning._asdict() for meaning in one.meanings],
        }
        for short, one in acronyms.items()
    }


def from_json(stored: Mapping[str, Any]) -> dict[str, Acronym]:
    """What `to_json` made."""
    return {
        short: Acronym(one["text"], tuple(one["terms"]), one["wordlike"], tuple(_meanings(one)))
        for short, one in stored.items()
    }


def _meanings(stored: Mapping[str, Any]) -> Iterator[Meaning]:
    for one in stored["meanings"]:
        yield Meaning(one["text"], tuple(one["terms"]), one["documents"])
