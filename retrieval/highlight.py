"""Why a passage matched: character spans of the query's words in it. Spans, never HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from index.analysis import DEFAULT_LANGUAGE, find_words, stem, symbol_prefix, words
from retrieval.query import Query

Span = tuple[int, int]


class Highlighter:
    """Finds the words of one query in many passages."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._wanted: dict[str, _Wanted] = {}

    def highlight(self, text: str, language: str | None) -> tuple[list[Span], list[str]]:
        """Spans (end exclusive, in order, not touching) and the words of the query that were found, in its order."""
        spoken = language or DEFAULT_LANGUAGE
        if spoken not in self._wanted:
            self._wanted[spoken] = _Wanted(self._query, spoken)
        here = find_words(text, self._wanted[spoken])
        spans = [(start, end) for _, start, end in here]
        if self._query.phrases:
            spans.extend(_phrases(list(words(text)), self._query.phrases))
        matched = {term for word, _, _ in here for term in _terms(word, spoken)}
        return _joined(spans), [word.text for word in self._query.words if not matched.isdisjoint(word.terms)]


class _Wanted(dict[str, bool]):
    """Whether a word of a passage is one of the query's; each is stemmed when it is first met."""

    def __init__(self, query: Query, language: str) -> None:
        super().__init__()
        self._terms = {term for word in query.words for term in word.terms}
        self._language = language

    def __missing__(self, word: str) -> bool:
        self[word] = found = not self._terms.isdisjoint(_terms(word, self._language))
        return found


@lru_cache(maxsize=1 << 16)
def _terms(word: str, language: str) -> tuple[str, ...]:
    return (stem(word, language), *symbol_prefix(word))


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text word for word, ignoring case, punctuation and spacing."""
    return any(True for _ in _phrases(list(words(text)), [phrase]))


def _phrases(here: Sequence[tuple[str, int, int]], phrases: Iterable[str]) -> Iterator[Span]:
    for phrase in phrases:
        wanted = [word for word, _, _ in words(phrase)]
        for at in range(len(here) - len(wanted) + 1 if wanted else 0):
            if all(here[at + n][0] == word for n, word in enumerate(wanted)):
                yield here[at][1], here[at + len(wanted) - 1][2]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and touching spans as one."""
    joined: list[Span] = []
    for start, end in sorted(set(spans)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
