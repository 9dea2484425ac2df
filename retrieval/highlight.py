"""Why a passage matched: character spans of the query's words in it. Spans, never HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from index.analysis import DEFAULT_LANGUAGE, Wanted, stem, symbol_prefix, words
from retrieval.query import Query
from retrieval.runs import Place, find_runs

Span = tuple[int, int]


class Highlighter:
    """Finds the words of one query in many passages. `forms` gives the words that count as a term."""

    def __init__(self, query: Query, forms: Callable[[str], Iterable[str]]) -> None:
        self._query = query
        self._terms = frozenset(query.own_terms)
        self._every = self._terms.union(query.weights)
        self._wanted = Wanted(form for term in self._every for form in forms(term))

    def highlight(self, text: str, language: str | None) -> tuple[list[Span], list[str]]:
        """Spans (end exclusive, in order, not touching) and the words of the query that were found, in its order."""
        places = [
            Place(terms, start, end)
            for word, start, end in self._wanted.find(text)
            if (terms := self._every.intersection(_terms(word, language or DEFAULT_LANGUAGE)))
        ]
        own = [place for place in places if not self._terms.isdisjoint(place.terms)]
        spans = [(place.start, place.end) for place in own]
        matched = {term for place in own for term in place.terms}
        meant: set[str] = set()
        for expansion in self._query.expansions:
            here = [span for run in expansion.runs for span in find_runs(run, places, text, language)]
            spans += here
            meant.update(expansion.words if here else ())
        if self._query.phrases:
            spans.extend(_phrases(list(words(text)), self._query.phrases))
        found = [w.text for w in self._query.words if w.text in meant or not matched.isdisjoint(w.terms)]
        return _joined(spans), found


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
