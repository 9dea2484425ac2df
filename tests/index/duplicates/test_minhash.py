"""Signatures tell how much two texts share, the same in every process."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from index.duplicates.minhash import BANDS, ROWS, bands

VOCABULARY = [f"word{number}" for number in range(5000)]


def made(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).sample(VOCABULARY, length)


def shared(one: list[str], other: list[str]) -> int:
    (a, b) = bands([one, other])
    return len(set(a) & set(b))


def test_a_text_has_one_key_a_band_whatever_stands_beside_it() -> None:
    alone, among = bands([made(1)])[0], bands([made(2), made(1), made(3)])[1]
    assert alone == among
    assert [len(key) for key in alone] == [1 + 4 * ROWS] * BANDS
    assert [key[0] for key in alone] == list(range(BANDS))


def test_no_texts_have_no_keys() -> None:
    assert bands([]) == []


def test_keys_do_not_change_from_process_to_process() -> None:
    assert bands([["seed", "banks", "last"]])[0][0].hex() == "0066445507e1b3aaa8d0b2573015595d10"


def test_texts_that_share_all_but_a_word_share_many_bands_and_strangers_none() -> None:
    text = made(1)
    assert shared(text, text) == BANDS
    assert shared(text, [*text[:200], "other", *text[201:]]) > BANDS / 2
    assert shared(text, made(2)) == 0


@pytest.mark.parametrize("part", [0.5, 0.8, 0.95])
def test_equal_positions_estimate_the_jaccard_similarity(part: float) -> None:
    """Over 40 pairs of texts that share the first part, the share of equal bands is near s⁴."""
    equal = 0
    similarity = 0.0
    for seed in range(40):
        one, other = made(seed), made(seed + 1000)
        other = one[: int(part * 400)] + other[int(part * 400) :]
        pairs = [set(pairwise(text)) for text in (one, other)]
        similarity += len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1]) / 40
        equal += shared(one, other)
    assert equal / (40 * BANDS) == pytest.approx(similarity**ROWS, abs=0.06)
