"""Words and phrases of small tables, found in texts whatever their endings, accents and case.

A phrase is found where its stems stand in a row; each language has its own stems, so "partenariats" finds
"partenariat" and "risques" is no English word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from index.analysis import stem, words

LANGUAGES = ("en", "es", "fr")

Stems = tuple[str, ...]


class Found(NamedTuple):
    """A phrase in a text: what it stands for, and the first and last (exclusive) of its words."""

    name: str
    start: int
    end: int


class Text:
    """The words of one text, with their stems in a language, made once for all tables that look into it."""

    def __init__(self, text: str, language: str | None = None) -> None:
        self.text = text
        self.words = list(words(text))
        self.languages = (language,) if language in LANGUAGES else LANGUAGES
        self._stems: dict[str, Stems] = {}

    def stems(self, language: str) -> Stems:
        """The stem of every word as a word of `language`."""
        if language not in self._stems:
            self._stems[language] = tuple(stem(word, language) for word, _, _ in self.words)
        return self._stems[language]


class Phrases:
    """A table of phrases by name and language."""

    def __init__(self, table: Mapping[str, Mapping[Any, Iterable[str]]]) -> None:
        """`table`: name → language → phrases."""
        self._by_first: dict[str, dict[str, list[tuple[Stems, str]]]] = {language: {} for language in LANGUAGES}
        for name, by_language in table.items():
            for language, phrases in by_language.items():
                for phrase in phrases:
                    stems = tuple(stem(word, language) for word, _, _ in words(phrase))
                    if stems:
                        self._by_first[language].setdefault(stems[0], []).append((stems, name))

    def find(self, text: Text) -> list[Found]:
        """All phrases that stand in the text, in the languages that it may be in, in their order; they may overlap."""
        found = set()
        for language in text.languages:
            stems, by_first = text.stems(language), self._by_first[language]
            for at, first in enumerate(stems):
                for phrase, name in by_first.get(first, ()):
                    if stems[at : at + len(phrase)] == phrase:
                        found.add(Found(name, at, at + len(phrase)))
        return sorted(found, key=lambda one: (one.start, -one.end, one.name))

    def names(self, text: Text) -> set[str]:
        """The names of the phrases that stand in the text."""
        return {one.name for one in self.find(text)}


def longest_first(found: Sequence[Found]) -> list[Found]:
    """The phrases without those that a longer one covers, the longest first, of equal ones the first."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda it: (it.start - it.end, it.start, it.name)):
        if not any(longer.start < one.end and one.start < longer.end for longer in kept):
            kept.append(one)
    return kept
