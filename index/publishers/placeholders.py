"""Values that stand for no value: dashes and dots, "n/a", "unknown", what somebody mashed into a required field.

The rules are narrow on purpose. A short true text ("Done", "Noted", "GEDI", "By July 2024") must stay; a placeholder
that slips through does little harm.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.model import Names

_KNOWN = frozenset(
    {
        *("n/a", "n.a", "n\\a", "n / a", "na", "nan", "nil", "null", "none", "unknown", "unspecified", "undefined"),
        *("not applicable", "not available", "not specified", "no data", "tbd", "tbc", "to be determined"),
        *("s/o", "sans objet", "néant", "non applicable", "non disponible", "aucun", "aucune", "inconnu"),
        *("no aplica", "no aplicable", "no disponible", "ninguno", "ninguna", "desconocido"),
        *("não aplicável", "não se aplica", "nenhum", "nenhuma", "desconhecido"),
        *("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"),
        # Typed with the left hand to get past a required field of the ILO export, yet a word of the dictionary.
        "sedge",
    }
)
# Project symbols that the ILO's system made up for evaluations without a project.
_MADE_UP_SYMBOL = re.compile(r"NO_DC_SYMBOL_\d+")
# One word of lower-case consonants from the home keys and their neighbours, on QWERTY and AZERTY boards. Short
# units and initials in lower case ("kg", "cv", "hr") are spared.
_MASHED = re.compile(r"(?:df|fd|sd|ds|gf|fg|dg|gd|jk|kj|hj|jh|[qwsdfghjklzxcvb]{4,})")
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
_REPEATED = re.compile(r"([a-hj-z])\1{2,}")  # "iii" may be a number


def is_placeholder(value: str) -> bool:
    """Whether `value` stands for no value in any field. Case and marks around it do not count."""
    bare = value.strip().strip(".-–—:;,*_ ").casefold()
    return not any(map(str.isalnum, bare)) or bare in _KNOWN or _MADE_UP_SYMBOL.fullmatch(value.strip()) is not None


def is_mashed(value: str) -> bool:
    """Whether `value` is one run of keys without meaning ("wsdfqsf", "asdf", "xxx")."""
    word = value.strip().strip(".")
    if not word.isascii() or not word.islower():
        return False
    return (
        _MASHED.fullmatch(word) is not None
        or _REPEATED.fullmatch(word) is not None
        or (len(word) >= 4 and any(word in row or word in row[::-1] for row in _KEY_ROWS))
    )


def text_of(value: str) -> str:
    """`value` as a text, "" where it stands for none."""
    return "" if is_placeholder(value) or is_mashed(value) else value


def name_of(value: str) -> str:
    """`value` as the name of a country, theme or unit on one line, "" where it stands for none or has no letter."""
    name = " ".join(value.split())
    return "" if is_placeholder(name) or not any(map(str.isalpha, name)) else name


@lru_cache(maxsize=20_000)  # exports repeat their few names on thousands of rows
def names_of(value: str, separator: str | None = ";") -> Names:
    """The names in a cell, in the cell's order. `separator` None: the cell is one name, whatever marks it has."""
    pieces = [value] if separator is None else value.split(separator)
    return tuple(filter(None, map(name_of, pieces)))
