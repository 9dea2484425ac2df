from __future__ import annotations

from index.publishers.documents.copies import are_copies


def test_a_shortened_copy_is_a_copy() -> None:
    full = "Define a strategy for the region with a budget and a plan. Such a strategy makes the office independent."
    assert are_copies("Define a strategy for the region, with a budget and a plan.", full)


def test_two_statements_with_the_same_opening_are_not() -> None:
    one = "The office should train staff in the field offices on data protection."
    other = "The office should recruit a statistician for every region before the end of the biennium."
    assert not are_copies(one, other)


def test_very_short_texts_must_be_equal() -> None:
    assert are_copies("Train all staff.", "train all staff")
    assert not are_copies("Train all staff.", "Train all managers.")
