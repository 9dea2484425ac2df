"""How words are written in a collection, and in how many records each form stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from index.analysis import distinct_words


class Forms:
    """Counts word forms: one `add` a record."""

    def __init__(self) -> None:
        self.by_language: dict[str, Counter[str]] = {}
        self._lower: Counter[str] = Counter()
        self._other: Counter[str] = Counter()

    def add(self, texts: Iterable[tuple[str, str]]) -> None:
        """Count the forms of one record's texts, each once a language (ISO 639-1)."""
        here: set[tuple[str, str]] = set()
        for text, language in texts:
            for word in distinct_words(text):
                lower = word.lower()
                here.add((language, lower))
                (self._lower if word == lower else self._other)[lower] += 1
        for language, word in here:
            self.by_language.setdefault(language, Counter())[word] += 1

    def written(self, word: str) -> tuple[int, int]:
        """In how many texts a word is written in lower case, and in how many otherwise."""
        return self._lower[word], self._other[word]
