"""Texts → families: equal numbers mean that the texts say the same, in nearly the same words.

Any two texts of a family are alike, not only neighbours in a chain: a text joins a family only where it is like each
of its members. Texts are taken in an order of their own, so that the order of rows makes no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from index.duplicates.differences import FEWEST, Wording, alike
from index.duplicates.minhash import bands

_LOOKED_AT = 100  # families a band; more share one only in boilerplate, and then the first are as good as any


def families(texts: Sequence[str]) -> list[int]:
    """For each text the number of its family. Texts that differ only in case and punctuation share one."""
    # Of several ways to print the same words the one with most capitals stands for all: it shows the most names.
    wordings = {wording.words: wording for wording in map(Wording, sorted(set(texts), reverse=True))}
    number = {words: at for at, words in enumerate(sorted(wordings))}
    long = [words for words in sorted(wordings) if len(words) >= FEWEST]
    members: dict[int, list[Wording]] = {}
    by_band: dict[bytes, list[int]] = {}
    for words, keys in zip(long, bands(long), strict=True):
        known = chain.from_iterable(by_band.get(key, ())[:_LOOKED_AT] for key in keys)
        own = _first_alike(wordings[words], sorted(set(known)), members)
        if own is None:
            own = number[words]
        number[words] = own
        members.setdefault(own, []).append(wordings[words])
        for key in keys:
            if own not in (shared := by_band.setdefault(key, [])):
                shared.append(own)
    return [number[Wording(text).words] for text in texts]


def _first_alike(wording: Wording, known: Sequence[int], members: dict[int, list[Wording]]) -> int | None:
    return next((family for family in known if all(alike(wording, one) for one in members[family])), None)
