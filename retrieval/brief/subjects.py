"""Names of countries and themes in Spanish and French, beside the English ones that collections file under."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("retrieval.brief").joinpath("subjects.toml").read_text("utf-8"))


def names_abroad(text: str) -> set[str]:
    """English names of the countries that a text names in Spanish or French."""
    return {_countries()[match.group().casefold()] for match in _any_country().finditer(text)}


@cache
def _countries() -> dict[str, str]:
    return {name.casefold(): english for english, names in _table()["countries"].items() for name in names}


@cache
def _any_country() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_countries(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])", re.IGNORECASE)


def theme_words(theme: str) -> Mapping[str, Sequence[str]]:
    """Words in each language for a theme that a collection files under, where the table has it."""
    found: Mapping[str, Sequence[str]] = _table()["themes"].get(theme.casefold(), {})
    return found
