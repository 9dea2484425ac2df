"""Which differences between two texts may be passed over, and which must never be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.duplicates.differences import LEAST, Wording, alike, jaccard, spelling

LESSON = (
    "Village seed banks outlive a project where the committee pays its caretaker, labour is shared between the "
    "households, and employers in the nearby towns commission the surplus of each harvest before the season begins in "
    "earnest, so that members of all programmes see money when they need it most and nobody has to sell seed in secret"
)


def changed(old: str, new: str) -> str:
    assert LESSON.count(old) == 1
    return LESSON.replace(old, new)


@pytest.mark.parametrize(
    "other",
    [
        LESSON.upper().replace(",", " –"),
        changed("the committee", "committee"),
        changed("households", "household"),
        changed("labour", "labor"),
        changed("commission", "commision"),
        changed("programmes", "programs"),
        changed("see money", "see the money"),
        f"{LESSON} while friends watch",
    ],
)
def test_case_marks_little_words_spelling_and_harmless_additions_make_no_difference(other: str) -> None:
    assert alike(Wording(LESSON), Wording(other))


@pytest.mark.parametrize(
    "other",
    [
        f"{LESSON} 2",
        f"{LESSON} 7th",
        f"{LESSON} Kenya",
        f"Kenya: {LESSON}",
        changed("pays", "never pays"),
        changed("pays", "doesn't pay"),
        changed("see money", "rarely see money"),
        changed("see money", "may see money"),
        changed("employers", "employees"),
        changed("employers", "mothers"),
        changed("outlive", "undermine"),
        changed("before", "after"),
        changed("nobody", "everybody"),
        changed("committee pays its caretaker", "caretaker pays its committee"),
    ],
)
def test_a_number_a_name_a_turn_or_another_word_is_always_shown(other: str) -> None:
    assert jaccard(Wording(LESSON), Wording(other)) > LEAST
    assert not alike(Wording(LESSON), Wording(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("no", "ne"),
        ("evitó", "nunca evitó"),
        ("empleadores", "empleadoras"),
        ("dans 3 villes", "dans 4 villes"),
        ("de 1990", "de 1990s"),
    ],
)
def test_the_rule_holds_in_spanish_and_french(one: str, other: str) -> None:
    assert not alike(Wording(f"{LESSON} {one}"), Wording(f"{LESSON} {other}"))


def test_short_texts_are_only_the_same_word_for_word() -> None:
    short = " ".join(LESSON.split()[:19])
    assert not alike(Wording(short), Wording(f"{short} the"))


def test_the_measure_is_the_share_of_neighbouring_words() -> None:
    assert jaccard(Wording("seed banks need care"), Wording("Seed banks need money.")) == 2 / 4
    assert jaccard(Wording("seed banks"), Wording("SEED, banks!")) == 1


def test_texts_that_share_too_little_are_not_alike() -> None:
    words = LESSON.split()
    half = " ".join(words[: len(words) // 2])
    assert jaccard(Wording(half), Wording(LESSON)) < LEAST
    assert not alike(Wording(half), Wording(LESSON))


@given(st.data())
def test_neither_text_comes_first(data: st.DataObject) -> None:
    words = LESSON.split()
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(words) - 1))
        words[at : at + data.draw(st.integers(0, 1))] = [
            data.draw(st.sampled_from(["the", "not", "seed", "Kenya", "7"]))
        ]
    one, other = Wording(LESSON), Wording(" ".join(words))
    assert alike(one, other) is alike(other, one)
    if alike(one, other):
        assert [w for w in words if w in ("not", "7", "Kenya")] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Commision", "commissions"), ("labour", "Labor"), ("programme", "programs"), ("organisation", "organizations")],
)
def test_spellings_of_one_word(one: str, other: str) -> None:
    assert spelling(one) == spelling(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("employer", "employee"),
        ("trainer", "trainee"),
        ("four", "for"),
        ("bus", "bu"),
        ("trabajadores", "trabajadoras"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert spelling(one) != spelling(other)
