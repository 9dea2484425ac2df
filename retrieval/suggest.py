"""What a reader may mean while still typing: titles, themes, countries, acronyms, frequent words and phrases.

Every word typed must begin a word of the suggestion. Where nothing holds them all, the last words alone are
completed and what stands before them is kept: "what worked for exit str" → "what worked for exit strategies". Unknown
words are corrected where nothing else is found, and in what is kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from index.analysis import DEFAULT_LANGUAGE, fold, is_stop_word, words
from index.words.wordbook import WordBook
from retrieval.characters import is_text
from retrieval.errors import QueryError
from retrieval.prefixes import PrefixIndex, folded_words
from retrieval.spelling import Speller

SuggestionKind = Literal["title", "theme", "country", "acronym", "word", "spelling"]

_READ = 8  # words at the end of what was typed; those before are kept as they are
_SHORTEST = 4  # letters of a single word that is worth suggesting
_FEWEST = 3  # records that hold it, and
_EVERYWHERE = 0.1  # the most, as a part of all: what stands everywhere narrows nothing
_WORTH: dict[str, float] = {"acronym": 1.0, "country": 0.9, "theme": 0.9, "word": 0.5, "title": 0.3}
_BEGINS = 1.0  # what it adds that the suggestion begins with what was typed
_FREQUENT = 0.25  # what ten times as many records add
_WRONG = 2  # unknown words that are corrected while somebody types
_ENDINGS = ("country", "theme", "word")  # what can end a longer query


class Suggestion(BaseModel):
    """One thing to search for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(description="What to search for.")
    kind: SuggestionKind
    detail: str | None = Field(default=None, description="What an acronym stands for; the years of a title.")
    count: int = Field(description="Records that hold it or are filed under it.")


class Suggestions(BaseModel):
    """What may be meant, best first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str
    suggestions: list[Suggestion]


class _Entry(NamedTuple):
    text: str
    kind: SuggestionKind
    detail: str | None
    records: int


def _searched(entry: _Entry) -> list[str]:
    """The words that lead to an entry: an acronym's long forms too, but not the years of a title."""
    return folded_words(f"{entry.text} {entry.detail}" if entry.kind == "acronym" else entry.text)


def _key(text: str) -> str:
    return " ".join(folded_words(text))


class Suggester:
    """Suggests from one collection's words. Safe to share between threads; nothing in it changes."""

    def __init__(self, book: WordBook, speller: Speller, records: int) -> None:
        """`records` is how many the collection has."""
        self._speller = speller
        self._entries = list(_entries(book, records))
        self._keys = [_key(one.text) for one in self._entries]
        self._index = PrefixIndex(map(_searched, self._entries))
        self._worth = np.array([_WORTH[one.kind] + _FREQUENT * math.log10(1 + one.records) for one in self._entries])

    def suggest(self, text: str, limit: int) -> Suggestions:
        """At most `limit` suggestions for what was typed so far. Raises QueryError for what is no text."""
        if not is_text(text):
            raise QueryError("The query holds characters that are not Unicode text.", hint="Write it in UTF-8.")
        before, found = self._completed(text)
        entries = [self._entries[number] for number in self._mixed(found, limit, typed=_key(text[len(before) :]))]
        if before:
            corrected, _ = self._corrected(before)
            kind: SuggestionKind = "spelling" if corrected else "word"
            entries = [_Entry((corrected or before) + one.text, kind, None, one.records) for one in entries]
        entries = entries or self._spelt(text)
        suggestions = [Suggestion(text=t, kind=kind, detail=detail, count=n) for t, kind, detail, n in entries]
        return Suggestions(query=text, suggestions=suggestions)

    def _spelt(self, text: str) -> list[_Entry]:
        """The text with its unknown words corrected, if any can be."""
        corrected, records = self._corrected(text)
        return [_Entry(corrected, "spelling", None, records)] if corrected else []

    def _corrected(self, text: str) -> tuple[str | None, int]:
        """The text corrected, if anything in it is to be, and the records of the rarest word put in."""
        unknown = [word for word, _, _ in words(text) if not self._speller.knows(word)]
        if not unknown or len(unknown) > _WRONG:
            return None, 0
        corrected = self._speller.correct_text(text, unknown, DEFAULT_LANGUAGE)
        put_in = {word for word, _, _ in words(corrected or "")} - {word for word, _, _ in words(text)}
        return corrected, min(map(self._speller.count, put_in), default=0)

    def _completed(self, text: str) -> tuple[str, Iterable[int]]:
        """What is kept of the text, and the numbers of the entries that complete the rest, best first."""
        typed = list(words(text))
        for number, (_, start, _) in enumerate(typed):
            if number and len(typed) - number > _READ:
                continue
            found = self._index.find([fold(word) for word, _, _ in typed[number:]])
            worth = self._worth[found.entries] + _BEGINS * found.begins
            best = found.entries[np.argsort(-worth, kind="stable")].tolist()
            if number:
                begins = set(found.entries[found.begins].tolist())
                best = [one for one in best if one in begins and self._entries[one].kind in _ENDINGS]
            if best:
                return text[:start] if number else "", best
        return "", ()

    def _mixed(self, found: Iterable[int], limit: int, typed: str) -> list[int]:
        """The best of them, each text once; no more than half are of one kind while there are others.

        A word or phrase that is typed already is no suggestion.
        """
        seen: set[str] = set()
        chosen: list[int] = []
        spare: list[int] = []
        kinds: Counter[str] = Counter()
        for number in found:
            kind, key = self._entries[number].kind, self._keys[number]
            if key in seen or (kind == "word" and key == typed):
                continue
            seen.add(key)
            kinds[kind] += 1
            (chosen if 2 * kinds[kind] <= limit + 1 else spare).append(number)
            if len(chosen) == limit:
                break
        return [*chosen, *spare][:limit]


def _entries(book: WordBook, records: int) -> Iterator[_Entry]:
    """Everything that can be suggested."""
    held = Counter[str]()
    for counts in book.forms.values():
        held.update(counts)
    for short, acronym in book.acronyms.items():
        yield _Entry(acronym.text, "acronym", "; ".join(acronym.meant()), held[short])
    for name in book.names:
        yield _Entry(name.text, name.kind, name.detail, name.records)
    for phrase, count in book.phrases.items():
        yield _Entry(phrase, "word", None, count)
    for word, count in sorted(held.items()):
        if _FEWEST <= count <= _EVERYWHERE * records and len(word) >= _SHORTEST and not _says_nothing(word, book.forms):
            yield _Entry(word, "word", None, count)


def _says_nothing(word: str, languages: Iterable[str]) -> bool:
    return word.isdigit() or any(is_stop_word(word, language) for language in (DEFAULT_LANGUAGE, *languages))
