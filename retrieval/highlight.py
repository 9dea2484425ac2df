"""Why a passage matched: character spans of the query's words in it. Spans, never HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from index.analysis import DEFAULT_LANGUAGE, Wanted, stem, symbol_prefix, words
from retrieval.query import Query

Span = tuple[int, int]


class Highlighter:
    """Finds the words of one query in many passages. `forms` gives the words that count as a term."""

    def __init__(self, query: Query, forms: Callable[[str], Iterable[str]]) -> None:
        self._query = query
        self._terms = frozenset(query.weights)
        self._wanted = Wanted(form for term in self._terms for form in forms(term))

    def highlight(self, text: str, language: str | None) -> tuple[list[Span], list[str]]:
        """Spans (end exclusive, in order, not touching) and the words of the query that were found, in its order."""
        spans: list[Span] = []
        matched: set[str] = set()
        for word, start, end in self._wanted.find(text):
            terms = self._terms.intersection(_terms(word, language or DEFAULT_LANGUAGE))
            if terms:
                spans.append((start, end))
                matched |= terms
        if self._query.phrases:
            spans.extend(_phrases(list(words(text)), self._query.phrases))
        return _joined(spans), [word.text for word in self._query.words if not matched.isdisjoint(word.terms)]


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
