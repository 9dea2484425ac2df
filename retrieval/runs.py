"""Terms that stand in a row in a text, with nothing but stop words between them: an acronym's long form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.analysis import DEFAULT_LANGUAGE, is_stop_word, words

Span = tuple[int, int]


class Place(NamedTuple):
    """A word of a text: what it counts as, and its span (end exclusive)."""

    terms: Collection[str]
    start: int
    end: int


def find_runs(run: Sequence[str], places: Sequence[Place], text: str, language: str | None) -> Iterator[Span]:
    """Spans of the text in which the terms of a run stand in order. `places` are in order too."""
    for at in range(len(places) - len(run) + 1):
        here = places[at : at + len(run)]
        if all(term in place.terms for term, place in zip(run, here, strict=True)) and not any(
            _telling(text[one.end : other.start], language or DEFAULT_LANGUAGE) for one, other in pairwise(here)
        ):
            yield here[0].start, here[-1].end


def _telling(text: str, language: str) -> bool:
    return not all(is_stop_word(word, language) for word, _, _ in words(text))
