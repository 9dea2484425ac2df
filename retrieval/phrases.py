"""Quoted phrases → a mask: the passages that hold every phrase word for word, in text or in their record's own title.

Whoever quotes a title wants what it is the title of. The evaluation's title does not count: all its records have it.
A quoted project symbol names what a passage is filed under, whether or not its text says so too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.analysis import is_stop_word, stem, words
from index.opened import Opened
from index.store import StoredPassage
from index.vectors import Mask
from retrieval.highlight import holds_phrase


def phrase_mask(opened: Opened, phrases: Sequence[str], languages: Sequence[str], mask: Mask | None) -> Mask | None:
    """Narrow a mask to the passages that hold all phrases. The BM25 index finds those worth reading."""
    if not phrases:
        return mask
    possible = np.ones(opened.manifest.passages, dtype=np.bool_) if mask is None else mask.copy()
    for phrase in phrases:
        for word, _, _ in words(phrase):
            if not any(is_stop_word(word, language) for language in languages):
                possible &= _holding(opened, word, languages)
    spoken = [phrase for phrase in phrases if not _is_symbol(phrase)]
    if not spoken:
        return possible
    rows = np.flatnonzero(possible)
    kept = [_holds_all(passage, spoken) for passage in opened.store.passages(rows.tolist())]
    exact = np.zeros(opened.manifest.passages, dtype=np.bool_)
    exact[rows[np.array(kept, dtype=np.bool_)]] = True
    return exact


def _holds_all(passage: StoredPassage, phrases: Sequence[str]) -> bool:
    """Whether each phrase stands in the text or in the title; none may begin in the one and end in the other."""
    title = passage.record.title or ""
    return all(holds_phrase(passage.text, phrase) or holds_phrase(title, phrase) for phrase in phrases)


def _is_symbol(phrase: str) -> bool:
    found = [word for word, _, _ in words(phrase)]
    return len(found) == 1 and "/" in found[0]


def symbol_mask(opened: Opened, symbols: Sequence[str], mask: Mask | None) -> Mask | None:
    """Narrow a mask to the passages of at least one of the projects."""
    held = np.zeros(opened.manifest.passages, dtype=np.bool_)
    for symbol in symbols:
        held |= _holding(opened, symbol, ("en",))
    return held if mask is None else held & mask


def _holding(opened: Opened, word: str, languages: Sequence[str]) -> Mask:
    held = np.zeros(opened.manifest.passages, dtype=np.bool_)
    for term in {stem(word, language) for language in languages}:
        held[opened.lexical.rows_with(term)] = True
    return held
