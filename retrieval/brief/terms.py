"""The words and sentences of a text that tell most about it, by the collection's own word counts (tf·idf).

Salton & Buckley, "Term-weighting approaches in automatic text retrieval" (1988): (1 + ln tf) · idf. A word that the
collection does not hold cannot find anything and is left out; one that few passages hold (a name, a typing error)
weighs no more than one that every 150th of them holds, so that names do not lead a query astray.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from index.analysis import DEFAULT_LANGUAGE, is_stop_word, stem, words
from index.lexical.base import LexicalIndex, idf
from retrieval.brief.topics import silent

_RARE = 150  # a word is not taken for rarer than in one passage of so many
_FEWEST = 3  # passages that hold a word of the collection; fewer do not make it one
_FEWEST_LETTERS = 3
_SENTENCE = re.compile(r"(?<=[.!?;…])[\"'”’»)\]]*\s+|\n+")
_LENGTHS = range(6, 61)  # words of a sentence that can be a query


class Term(NamedTuple):
    """A word of a text as it is mostly written there, its stems, how often it comes, its idf, and what it tells."""

    word: str
    stems: tuple[str, ...]
    times: int
    rarity: float
    weight: float


class Terms:
    """Weighs the words of one draft by one collection. What it looked up goes with it."""

    def __init__(self, lexical: LexicalIndex, passages: int) -> None:
        self._lexical = lexical
        self._passages = passages
        self._looked_up: dict[tuple[str, str], tuple[tuple[str, ...], int]] = {}

    def of(self, text: str, language: str, without: Collection[str] = ()) -> list[Term]:
        """The telling words of a text, the most telling first. `without`: words in lower case that are left out."""
        counts = Counter(word for word, _, _ in words(text) if word not in without)
        written: dict[tuple[str, ...], Counter[str]] = {}
        for word, count in counts.items():
            stems, frequency = self._look_up(word, language)
            if frequency >= min(_FEWEST, self._passages // _RARE + 1):
                written.setdefault(stems[:1], Counter())[word] = count
        found = []
        for forms in written.values():
            word, _ = min(forms.items(), key=lambda item: (-item[1], item[0]))
            stems, frequency = self._look_up(word, language)
            rarity = idf(self._passages, max(frequency, self._passages // _RARE))
            times = forms.total()
            found.append(Term(word, stems, times, rarity, (1 + math.log(times)) * rarity))
        return sorted(found, key=lambda term: (-term.weight, term.word))

    def _look_up(self, word: str, language: str) -> tuple[tuple[str, ...], int]:
        """The word's stems in its language and in English, and how many passages hold it; 0 if it tells nothing."""
        known = self._looked_up.get((word, language))
        if known is None:
            spoken = tuple(dict.fromkeys([language, DEFAULT_LANGUAGE]))
            stems = tuple(dict.fromkeys(stem(word, one) for one in spoken))
            tells = _tells(word, spoken) and stems[0] not in silent(language)
            known = stems, max(map(self._lexical.frequency, stems)) if tells else 0
            self._looked_up[word, language] = known
        return known


def _tells(word: str, languages: Sequence[str]) -> bool:
    return (
        len(word) >= _FEWEST_LETTERS
        and not any(map(str.isdigit, word))
        and not any(is_stop_word(word, language) for language in languages)
    )


def telling_sentences(text: str, terms: Sequence[Term], language: str, most: int) -> list[str]:
    """The sentences that hold most of the telling words, each chosen for what those before it do not hold.

    A sentence's worth is the weight of its terms over the square root of its length: long ones hold more of all.
    """
    weights = {one: term.weight for term in terms for one in term.stems[:1]}
    sentences: list[tuple[str, frozenset[str], int]] = []
    for piece in dict.fromkeys(" ".join(one.split()) for one in _SENTENCE.split(text)):
        found = [stem(word, language) for word, _, _ in words(piece)]
        if len(found) in _LENGTHS:
            sentences.append((piece, frozenset(found) & weights.keys(), len(found)))
    chosen: list[str] = []
    held: frozenset[str] = frozenset()
    while sentences and len(chosen) < most:
        worth = [sum(sorted(weights[one] for one in own - held)) / math.sqrt(length) for _, own, length in sentences]
        best = max(range(len(sentences)), key=lambda at: (worth[at], -at))
        if worth[best] <= 0:
            break
        piece, own, _ = sentences.pop(best)
        chosen.append(piece)
        held |= own
    return chosen


def telling_words(text: str, language: str) -> str:
    """The words of a text without stop words and numbers, in their order."""
    return " ".join(text[a:b] for word, a, b in words(text) if not is_stop_word(word, language) and not word.isdigit())
