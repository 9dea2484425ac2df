"""Why a passage matched: character spans of the query's words in it. Spans, never HTML."""

from __future__ import annotations

from collections.abc import Iterable

from index.analysis import DEFAULT_LANGUAGE, stem, symbol_prefix, words
from retrieval.query import Query

Span = tuple[int, int]


def highlight(text: str, language: str | None, query: Query) -> tuple[list[Span], list[str]]:
    """Spans (end exclusive, in order, not touching) and the words of the query that were found, in its order."""
    wanted = {term for word in query.words for term in word.terms}
    spans = [(start, end) for start, end in _phrases(text, query.phrases)]
    matched: set[str] = set()
    for word, start, end in words(text):
        found = wanted.intersection((stem(word, language or DEFAULT_LANGUAGE), *symbol_prefix(word)))
        if found:
            matched |= found
            spans.append((start, end))
    return _joined(spans), [word.text for word in query.words if not matched.isdisjoint(word.terms)]


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text word for word, ignoring case, punctuation and spacing."""
    return any(True for _ in _phrases(text, [phrase]))


def _phrases(text: str, phrases: Iterable[str]) -> Iterable[Span]:
    here = list(words(text))
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
