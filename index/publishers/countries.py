"""Country names as the UNDP Evaluation Resource Centre prints them: in capitals, inverted, and run together."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_LONGEST = 3000  # characters: all countries of the world and then some


@cache
def _names() -> dict[str, str]:
    """Name as printed → the short name that the United Nations use."""
    text = files("index.publishers").joinpath("country_names.txt").read_text("utf-8")
    return dict(line.split("|") for line in text.splitlines())


def split_countries(run: str) -> list[str] | None:
    """The countries in a run such as "ALBANIABOSNIA AND HERCEGOVINAKOSOVO", or None where part of it is no country.

    Names begin with each other ("NIGER", "NIGERIA"), so all ways to cut the run are tried, longest names first.
    """
    printed = " ".join(run.replace("’", "'").upper().split())
    return _split(printed, 0, {}) if len(printed) <= _LONGEST else None


def countries_in(text: str) -> list[str]:
    """The countries that a title names in full, sorted; "Guinea-Bissau" is not also Guinea."""
    found = {_names()[match.group().upper().replace("’", "'")] for match in _any_name().finditer(text)}
    return sorted(found)


@cache
def _any_name() -> re.Pattern[str]:
    longest_first = sorted((name for name in _names() if "," not in name), key=len, reverse=True)
    names = "|".join(re.escape(name).replace("'", "['’]") for name in longest_first)
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])", re.IGNORECASE)


def _split(run: str, start: int, dead_ends: dict[int, None]) -> list[str] | None:
    while start < len(run) and run[start] in " ;,/":
        start += 1
    if start == len(run):
        return []
    if start in dead_ends:
        return None
    for name in sorted((n for n in _names() if run.startswith(n, start)), key=len, reverse=True):
        rest = _split(run, start + len(name), dead_ends)
        if rest is not None:
            return [_names()[name], *rest]
    dead_ends[start] = None
    return None
