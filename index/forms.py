"""Which words of a collection's texts are counted as which term: "strategi" is "strategy", "strategies", "Strategie".

BM25 forgets how a word was written. What a reader is shown, the words that matched, is looked for in a text by these
forms: a handful of plain searches for each query, where stemming every word of every hit would take most of its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from index.analysis import DEFAULT_LANGUAGE, is_stop_word, stem, symbol_prefix, words


class Form(NamedTuple):
    """A word in lower case, a term that it counts as, and how often it comes."""

    term: str
    word: str
    frequency: int


def forms_of(texts: Iterable[tuple[str, str | None]]) -> list[Form]:
    """All forms in texts of (text, language), ordered by term and word. A language of None reads as English."""
    spoken = Counter((word, language or DEFAULT_LANGUAGE) for text, language in texts for word, _, _ in words(text))
    counts: Counter[tuple[str, str]] = Counter()
    for (word, language), count in spoken.items():
        if not is_stop_word(word, language):
            for term in (stem(word, language), *symbol_prefix(word)):
                counts[term, word] += count
    return [Form(term, word, count) for (term, word), count in sorted(counts.items())]
