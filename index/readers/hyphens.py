"""Words broken at line ends, put together again by the document's own vocabulary.

A hyphen at a line end either breaks a word ("find-ings") or belongs to it ("results-based"). No dictionary can know
the terms of every office, the rest of the document does: whichever form it uses elsewhere is right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

SOFT_HYPHEN = "\u00ad"
_HYPHENS = "-\u2010\u2011" + SOFT_HYPHEN
_HARD_HYPHENS = "-\u2010\u2011"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+")
_TAIL = re.compile(rf"([^\W\d_]+) ?([{_HYPHENS}])$")
_HEAD = re.compile(r"[^\W\d_]+")
_SHORTEST_MENDED = 5  # letters
_BREAKS = frozenset(_HYPHENS + "/\u2012\u2013\u2014")
_LONGEST_WORD = 60  # characters
_OPEN = re.compile(r"\S[/\u2012\u2013\u2014]$")  # "and/" + "or", "2010–" + "15": no space was there


class Vocabulary:
    """How often a document uses each word and each hyphenated compound, whole on one line."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        self._compounds: Counter[str] = Counter()
        for line in lines:
            # A broken word proves nothing.
            whole = _TAIL.sub("", line) if line.rstrip()[-1:] in _BREAKS else line
            self._words.update(word.lower() for word in _WORD.findall(whole))
            for compound in _COMPOUND.findall(whole) if any(map(whole.__contains__, _HARD_HYPHENS)) else ():
                parts = re.split("[-\u2010\u2011]", compound.lower())
                self._compounds.update("-".join(pair) for pair in pairwise(parts))

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether "left-right" is a compound of this document rather than one word that a line end broke."""
        left, right = left.lower(), right.lower()
        joined, compound = self._words[left + right], self._compounds[f"{left}-{right}"]
        if joined != compound:
            return compound > joined
        return joined == 0 and min(len(left), len(right)) > 1 and bool(self._words[left] and self._words[right])

    def mended(self, text: str) -> str:
        """`text` without a space inside a word ("cr isis"): neither half is a word of the document, the whole is."""
        rare = [match for match in _WORD.finditer(text) if self._words[match.group().lower()] <= 1]
        for left, right in reversed(list(pairwise(rare))):
            if right.start() - left.end() == 1 and text[left.end()] == " " and right.group()[0].islower():
                whole = left.group() + right.group()
                if len(whole) >= _SHORTEST_MENDED and self._words[whole.lower()]:
                    text = text[: left.end()] + text[right.start() :]
        return text


def join_lines(upper: str, lower: str, vocabulary: Vocabulary) -> str:
    """`lower` set right behind `upper`: with a space, or without one where a word or an expression goes on."""
    upper, lower = upper.rstrip(), lower.lstrip()
    if not upper or upper[-1] not in _BREAKS:
        return f"{upper} {lower}".strip()
    if upper[-1] not in _HYPHENS:
        return upper + lower if _OPEN.search(upper[-2:]) else f"{upper} {lower}".strip()
    tail, head = _TAIL.search(upper[-_LONGEST_WORD:]), _HEAD.match(lower)
    if tail is None:
        return upper + lower
    start, hyphen = upper[: len(upper) - len(tail.group())], tail.group(2)
    if head is None or not head.group()[0].islower():
        return upper + lower if hyphen != SOFT_HYPHEN else upper[:-1] + lower
    if hyphen != SOFT_HYPHEN and vocabulary.keeps_hyphen(tail.group(1), head.group()):
        return f"{start}{tail.group(1)}-{lower}"
    return start + tail.group(1) + lower


def without_soft_hyphens(text: str) -> str:
    """Soft hyphens inside a line are places where a word might have been broken and was not."""
    return text.replace(SOFT_HYPHEN, "")
