"""Whether two texts differ in nothing but wording that cannot change what they say.

Two texts are alike when

1. both have at least `FEWEST` words,
2. of the word pairs that stand next to each other in either of them, `LEAST` stand in both (Jaccard), and
3. word by word, one has nothing that the other lacks but
   - little words ("the", "and", "in"),
   - another spelling of the same word: plural s, British or American, doubled letters,
   - added words that are no number, no name and do not turn or limit the sentence ("not", "only", "rarely").

A word is never taken for another one: "employers" for "employees", "rose" for "fell". So two texts that differ in a
number, a country or a "not" are never alike, however much else they share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from index.duplicates.little_words import LITTLE, TURNING

FEWEST = 20
LEAST = 0.85

_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True)
class Wording:
    """A text as this rule reads it."""

    text: str

    @cached_property
    def published(self) -> list[str]:
        """The words as they stand in the text."""
        return _WORD.findall(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words without case."""
        return tuple(word.casefold() for word in self.published)

    @cached_property
    def numbers(self) -> list[str]:
        """The words with a digit, sorted: most texts made from one form differ in these, and are soon told apart."""
        return sorted(filter(_has_digit, self.words))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The neighbouring words: what MinHash and Jaccard compare."""
        return frozenset(pairwise(self.words))


def alike(one: Wording, other: Wording) -> bool:
    """Whether two texts say the same in nearly the same words. The order of the two makes no difference."""
    if min(len(one.words), len(other.words)) < FEWEST or one.numbers != other.numbers or jaccard(one, other) < LEAST:
        return False
    return _no_difference(one, other) and _no_difference(other, one)


def jaccard(one: Wording, other: Wording) -> float:
    """The part of both texts' neighbouring words that stand in both, 0 to 1."""
    shared = len(one.pairs & other.pairs)
    return shared / (len(one.pairs) + len(other.pairs) - shared)


def _no_difference(one: Wording, other: Wording) -> bool:
    """The rule for one alignment; which words are aligned may depend on the text that comes first."""
    steps = SequenceMatcher(None, one.words, other.words, autojunk=False).get_opcodes()
    return all(
        kind == "equal" or _same(one.published[a:b], other.published[c:d], added=kind != "replace")
        for kind, a, b, c, d in steps
    )


def _same(some: Sequence[str], others: Sequence[str], *, added: bool) -> bool:
    some = [word for word in some if word.casefold() not in LITTLE]
    others = [word for word in others if word.casefold() not in LITTLE]
    if added:
        return not any(_tells(word) for word in (*some, *others))
    return [spelling(word) for word in some] == [spelling(word) for word in others]


def _tells(word: str) -> bool:
    """Whether the word is a number or a name, or turns or limits what a sentence says."""
    plain = word.casefold()
    return _has_digit(word) or word != word.lower() or plain in TURNING


def _has_digit(word: str) -> bool:
    return any(c.isdigit() for c in word)


def spelling(word: str) -> str:
    """The same for spellings of one word: "Commision" and "commissions", "labor" and "labour", "programs"."""
    plain = word.casefold()
    if len(plain) > 3:
        plain = plain.removesuffix("s")
    if len(plain) > 4:
        plain = plain.replace("our", "or")
    if plain.endswith("mme"):
        plain = plain[:-2]
    return _DOUBLED.sub(r"\1", plain.replace("z", "s"))
