"""Names of callers, which stand in the log and say whose jobs are whose."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from service.access.caller import shown_name


@given(st.text(), st.text())
@example("a" * 201, "a" * 202)
@example("anna\n", "anna\t")
@example("anna\n", shown_name("anna\n"))
def test_two_names_never_become_one(one: str, other: str) -> None:
    assert (shown_name(one) == shown_name(other)) is (one == other)
    assert shown_name(one).isprintable()
    assert len(shown_name(one)) <= 217


def test_a_plain_name_stays() -> None:
    assert shown_name("anna@example.org") == "anna@example.org"
    assert shown_name("a\nb").startswith("a?b#")
