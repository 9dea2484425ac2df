"""Names of countries and themes in Spanish and French, beside the English ones that collections file under."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from index.publishers.countries import countries_in


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("retrieval.brief").joinpath("subjects.toml").read_text("utf-8"))


def named(text: str) -> Counter[str]:
    """The countries that a text names in English, Spanish or French, under their English names: how often each."""
    found: Counter[str] = Counter()
    for match in _any_other_name().finditer(text):
        found[_other_names()[match.group().casefold()]] += 1
    for name in countries_in(text):
        found[name] += max(1, len(_word(name).findall(text)))
    return found


@cache
def _other_names() -> dict[str, str]:
    return {name.casefold(): english for english, names in _table()["countries"].items() for name in names}


@cache
def _any_other_name() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_other_names(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])", re.IGNORECASE)


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def theme_words(theme: str) -> Mapping[str, Sequence[str]]:
    """Words in each language for a theme that a collection files under, where the table has it."""
    found: Mapping[str, Sequence[str]] = _table()["themes"].get(theme.casefold(), {})
    return found
