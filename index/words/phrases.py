"""Phrases that a collection uses often: two or three telling words in a row, and what stands between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from index.analysis import is_stop_word, words

_AT_ONCE = 500_000  # phrases that are counted at a time
_LEFT = 400_000  # of them at most when the rare ones are forgotten
LONGEST = 3  # telling words
_BETWEEN = 2  # stop words at most between two telling words: "quality of the training"
_JOINT = re.compile(r"[\s'’-]{1,2}")  # what else may stand between the words of a phrase

Texts = Sequence[tuple[str, str]]  # of one record, each with its language
_Span = tuple[int, int]


def least(records: int) -> int:
    """In how many of so many records something must stand to be called frequent."""
    return max(3, records // 1_000)


def frequent_phrases(records: Sequence[Texts], frequent: Collection[str]) -> dict[str, int]:
    """Lower-case phrases of frequent words, themselves frequent, with the number of records that hold them.

    What is seldom seen in very much text is forgotten again, so that memory stays bounded (lossy counting, Manku and
    Motwani 2002); the number of a phrase may then fall short by a few.
    """
    counts: Counter[str] = Counter()
    for texts in records:
        counts.update({phrase for text, language in texts for phrase in _phrases(text, language, frequent)})
        if len(counts) > _AT_ONCE:
            counts = _without_rare(counts)
    return dict(sorted((phrase, count) for phrase, count in counts.items() if count >= least(len(records))))


def _without_rare(counts: Counter[str]) -> Counter[str]:
    """The counts without those seen once; without more of the rare ones, where too many would be left."""
    rare = 0
    while not rare or len(counts) > _LEFT:
        rare += 1
        counts = Counter({phrase: count for phrase, count in counts.items() if count > rare})
    return counts


def _phrases(text: str, language: str, frequent: Collection[str]) -> Iterator[str]:
    for chain in _chains(text, language, frequent):
        for length in range(2, LONGEST + 1):
            for (start, _), (_, end) in zip(chain, chain[length - 1 :], strict=False):
                yield " ".join(text[start:end].lower().split())


def _chains(text: str, language: str, frequent: Collection[str]) -> Iterator[list[_Span]]:
    """Spans of frequent telling words that stand in a row, few stop words between them."""
    chain: list[_Span] = []
    between = end = 0
    for word, start, stop in words(text):
        if chain and not _JOINT.fullmatch(text, end, start):
            if len(chain) > 1:
                yield chain
            chain = []
        end = stop
        if is_stop_word(word, language) and between < _BETWEEN:
            between += 1
            continue
        if is_stop_word(word, language) or word not in frequent:
            if len(chain) > 1:
                yield chain
            chain = []
        else:
            chain.append((start, stop))
        between = 0
    yield chain
