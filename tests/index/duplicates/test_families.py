"""Families of texts that say the same: all alike with all, in whatever order they come."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from index.duplicates.differences import Wording, alike
from index.duplicates.families import families

TEXT = (
    "seed banks outlive a project where committees pay their caretaker and households share labour so that members "
    "see money when they need it most while traders from nearby towns buy what is left of each harvest in good time"
)
WORDS = TEXT.split()


def with_additions(*places: int) -> str:
    return " ".join(word + " truly" * (at in places) for at, word in enumerate(WORDS))


TEXTS = st.lists(
    st.one_of(
        st.sets(st.integers(0, len(WORDS) - 1), max_size=5).map(lambda places: with_additions(*places)),
        st.sampled_from(["Done.", "done", "", "…", "Plan the exit", TEXT.upper(), f"{TEXT} 7"]),
    ),
    max_size=8,
)


def test_the_same_words_are_one_family_and_others_are_not() -> None:
    one, again, other, short, shorter = families(["Plan the exit.", "plan THE exit", "Plan an exit.", "", "…"])
    assert one == again
    assert len({one, other, short}) == 3
    assert short == shorter


def test_nearly_the_same_words_are_one_family() -> None:
    one, near, far = families([with_additions(), with_additions(3), f"{with_additions()} in 2019"])
    assert one == near != far


def test_a_chain_is_no_family() -> None:
    """Each is like the next; the first and the last are not alike."""
    chain = [with_additions(), with_additions(5, 25), with_additions(5, 12, 19, 25)]
    first, middle, last = map(Wording, chain)
    assert alike(first, middle)
    assert alike(middle, last)
    assert not alike(first, last)
    numbers = families(chain)
    assert numbers[0] != numbers[2]
    assert numbers[1] in (numbers[0], numbers[2])


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(texts: list[str], chance: random.Random) -> None:
    places = list(range(len(texts)))
    chance.shuffle(places)
    numbers, shuffled = families(texts), families([texts[at] for at in places])
    assert [numbers[at] for at in places] == shuffled


@given(TEXTS)
def test_all_of_a_family_are_alike_or_the_same_words(texts: list[str]) -> None:
    numbers = families(texts)
    assert len(numbers) == len(texts)
    for (one, number), (other, another) in combinations(zip(texts, numbers, strict=True), 2):
        if Wording(one).words == Wording(other).words:
            assert number == another
        elif number == another:
            assert alike(Wording(one), Wording(other))
