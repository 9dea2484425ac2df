"""Where a draft's project is at home: its countries and themes, as the collection writes them, and their regions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from index.analysis import fold
from index.facets import Facet
from index.opened import Opened
from retrieval.brief.subjects import named, theme_words
from retrieval.brief.topics import topic_of_heading
from retrieval.brief.wording import LANGUAGES, Phrases, Text

_MOST_THEMES = 5
_ASIDE = 4  # a country with less than this part (1/n) of the mentions of the first one is mentioned in passing
_OFTEN = 2  # mentions that make a theme one of the draft's
_ABOUT = ("global", "inter-regional", "interregional")  # regions that are nobody's home
_APART = re.compile(r"\s*(?:,|/|&| - |\band\b)\s*")


class Home(NamedTuple):
    """The collection's values of the fields that a draft is about; the first is the most mentioned."""

    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def home_of(text: str, language: str, opened: Opened) -> Home:
    """The countries, regions and themes of a draft's text."""
    countries = _countries(text, opened.facets["country"])
    return Home(
        countries, _regions(countries, opened.facets), _themes(Text(text, language), opened.facets["theme"].values)
    )


def _countries(text: str, facet: Facet) -> tuple[str, ...]:
    """The countries that are mentioned more than in passing, in the collection's spelling where it has them."""
    known = _known(facet.values)
    counts: Counter[str] = Counter()
    for name, count in named(text).items():
        counts[known.get(_short(name), name)] += count
    most = max(counts.values(), default=0)
    kept = [(name, count) for name, count in counts.items() if count * _ASIDE >= most]
    return tuple(name for name, _ in sorted(kept, key=lambda item: (-item[1], item[0])))


@cache
def _known(values: tuple[str, ...]) -> dict[str, str]:
    return {_short(value): value for value in values}


def _short(name: str) -> str:
    """The name without what stands in brackets and without accents: "Bolivia (Plurinational State of)" is Bolivia."""
    return fold(name.partition(" (")[0].casefold().replace("’", "'"))


def _regions(countries: Sequence[str], facets: dict[str, Facet]) -> tuple[str, ...]:
    """The region in which most records of each of these countries are filed."""
    found: dict[str, None] = {}
    values = facets["region"].values
    for country in countries:
        rows = np.flatnonzero(facets["country"].mask(facets["country"].find(country)))
        _, numbers = facets["region"].pairs(rows)
        counts = np.bincount(numbers, minlength=len(values))
        counts[[at for at, value in enumerate(values) if value.casefold() in _ABOUT]] = 0
        if counts.any():
            found[values[int(counts.argmax())]] = None
    return tuple(found)


def _themes(text: Text, values: tuple[str, ...]) -> tuple[str, ...]:
    counts = Counter(one.name for one in _theme_phrases(values).find(text))
    often = [(name, count) for name, count in counts.items() if count >= _OFTEN]
    ranked = sorted(often, key=lambda item: (-item[1], item[0]))
    return tuple(name for name, _ in ranked[:_MOST_THEMES])


@cache
def _theme_phrases(values: tuple[str, ...]) -> Phrases:
    """The themes of a collection, each with the words that mean it; what every draft has a heading for is no theme."""
    table: dict[str, dict[str, list[str]]] = {}
    for value in values:
        if topic_of_heading(value) is None:
            own = [value, *(part for part in _APART.split(value) if " " in part)]
            other = theme_words(value)
            table[value] = {
                language: [*(own if language == "en" else []), *other.get(language, [])] for language in LANGUAGES
            }
    return Phrases(table)
