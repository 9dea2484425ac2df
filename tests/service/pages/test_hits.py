"""What stands beside a passage."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.pages.hits import beginning, places_covered


def test_a_beginning_ends_with_a_word() -> None:
    assert beginning("Plan the exit early.", 20) == "Plan the exit early."
    assert beginning("Plan the exit early.", 14) == "Plan the exit …"
    assert beginning("Plan the exit, early.", 14) == "Plan the exit …"
    assert beginning("x" * 30, 10) == "x" * 10 + "…"


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_beginning_is_short_and_begins_the_text(text: str, most: int) -> None:
    told = beginning(text, most)
    assert len(told) <= most + 2
    assert text.startswith(told.rstrip("…").rstrip(" "))


def test_three_countries_are_named() -> None:
    assert places_covered(("A", "B", "C")) == (("A", "B", "C"), 0)
    assert places_covered(("A", "B", "C", "D", "E")) == (("A", "B", "C"), 2)
