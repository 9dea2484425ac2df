"""Who may see a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.visibility import EVERYBODY, EVERYTHING, Audience, canonical, strictest

GROUPS = st.frozensets(st.sampled_from(["a", "b", "c"]))
AUDIENCES = st.builds(Audience, st.just(value=True), GROUPS) | st.sampled_from([EVERYBODY, EVERYTHING])
CLAUSES = st.lists(GROUPS.filter(bool), min_size=1, max_size=3)
VISIBILITIES = st.sampled_from(["public", "internal"]) | CLAUSES.map(
    lambda clauses: " & ".join(f"group:{','.join(sorted(one))}" for one in clauses)
)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("public", "public"),
        (" internal ", "internal"),
        ("group:hr", "group:hr"),
        ("group:hr,audit, hr", "group:audit,hr"),
        ("group:hr&group:audit", "group:audit & group:hr"),
        ("group:hr & group:hr,audit", "group:hr"),
        ("group:/staff/hr", "group:/staff/hr"),
    ],
)
def test_there_is_one_way_to_write_a_visibility(given: str, meant: str) -> None:
    assert canonical(given) == meant


@pytest.mark.parametrize(
    "value",
    ["", "Public", "hr", "group:", "group:a b", "group:*", "group:a,", "group:a & internal", "a & b", "group:ä",
     "group:" + "a" * 129, "&", "group:a\nb", "group:" + "a," * 2_000],
)  # fmt: skip
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="visibility"):
        canonical(value)


def test_who_sees_what() -> None:
    staff, hr = Audience(signed_in=True), Audience(signed_in=True, groups=frozenset({"hr"}))
    both = Audience(signed_in=True, groups=frozenset({"hr", "audit"}))
    seen = {
        value: [one.sees(value) for one in (EVERYBODY, staff, hr, both, EVERYTHING)]
        for value in ("public", "internal", "group:hr", "group:audit,hr", "group:audit & group:hr")
    }
    assert seen == {
        "public": [True, True, True, True, True],
        "internal": [False, True, True, True, True],
        "group:hr": [False, False, True, True, True],
        "group:audit,hr": [False, False, True, True, True],
        "group:audit & group:hr": [False, False, False, True, True],
    }


def test_groups_without_a_sign_in_open_nothing() -> None:
    assert not Audience(signed_in=False, groups=frozenset({"hr"})).sees("group:hr")


@given(AUDIENCES, st.lists(VISIBILITIES, max_size=4))
def test_the_strictest_is_seen_by_those_alone_who_see_all(audience: Audience, values: list[str]) -> None:
    assert audience.sees(strictest(values)) == all(audience.sees(one) for one in values)


@given(VISIBILITIES, AUDIENCES)
def test_writing_it_otherwise_changes_nothing(value: str, audience: Audience) -> None:
    assert canonical(canonical(value)) == canonical(value)
    assert audience.sees(canonical(value)) == audience.sees(value)
