"""Who may see a document: everybody, whoever has signed in, or members of named groups.

    public                      everybody
    internal                    whoever has signed in
    group:hr                    members of hr
    group:hr,audit              members of hr or of audit
    group:hr & group:audit      members of both

A document's records, passages and links are seen by those who may see the document, and by nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, reduce
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

PUBLIC, INTERNAL = "public", "internal"

_GROUP = re.compile(r"[A-Za-z0-9_/][A-Za-z0-9_/.:@+-]{0,127}")
_LONGEST = 1_000  # characters of one visibility
_KINDS = "public, internal, group:NAME, group:NAME,OTHER or group:NAME & group:OTHER"

Clauses = frozenset[frozenset[str]]  # a member of one group of each


def is_group(name: str) -> bool:
    """Whether a group can have this name: letters, digits and _ / . : @ + -, at most 128."""
    return _GROUP.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def _clauses(value: str) -> Clauses:
    """What a visibility asks of a caller's groups; nothing for "public" and "internal". Raises ValueError."""
    if value in (PUBLIC, INTERNAL):
        return frozenset()
    if len(value) > _LONGEST:
        raise ValueError(f"a visibility has at most {_LONGEST:,} characters")
    return frozenset(_clause(one.strip(), value) for one in value.split("&"))


def _clause(text: str, value: str) -> frozenset[str]:
    kind, _, names = text.partition(":")
    groups = frozenset(name.strip() for name in names.split(","))
    if kind != "group" or not all(map(is_group, groups)):
        raise ValueError(f"{value!r} is no visibility: it is {_KINDS}")
    return groups


def _written(clauses: Clauses) -> str:
    """The one way to write these clauses. One that another one implies is left out: in hr means in hr or audit."""
    needed = [one for one in clauses if not any(other < one for other in clauses)]
    return " & ".join(sorted(f"group:{','.join(sorted(one))}" for one in needed))


def canonical(value: str) -> str:
    """The same visibility in the one way to write it. Raises ValueError for what is none."""
    text = value.strip()
    clauses = _clauses(text)
    return _written(clauses) if clauses else text


def strictest(values: Iterable[str]) -> str:
    """The visibility that only those have who may see all of these. Of none: public."""
    return reduce(_both, values, PUBLIC)


def _both(one: str, other: str) -> str:
    if clauses := _clauses(one) | _clauses(other):
        return _written(clauses)
    return INTERNAL if INTERNAL in (one, other) else PUBLIC


Visibility = Annotated[str, AfterValidator(canonical)]


class Audience(NamedTuple):
    """Somebody who reads: whether they have signed in, their groups, and whether nothing is kept from them."""

    signed_in: bool = False
    groups: frozenset[str] = frozenset()
    everything: bool = False

    def sees(self, visibility: str) -> bool:
        """Whether a document of this visibility is for them."""
        if self.everything or visibility == PUBLIC:
            return True
        return self.signed_in and all(clause & self.groups for clause in _clauses(visibility))


EVERYBODY = Audience()
"""Who has not signed in: sees what is public."""

EVERYTHING = Audience(signed_in=True, everything=True)
"""Whoever can read the data folder itself, such as the command line on that machine."""
