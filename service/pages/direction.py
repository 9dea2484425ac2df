"""Which way a language is written."""

from __future__ import annotations

from typing import Literal

# ISO 639-1 codes of languages that are written from right to left in their usual script (CLDR, likely subtags).
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction_of(language: str | None) -> Literal["ltr", "rtl", "auto"]:
    """The value of the HTML attribute `dir` for text of a language; "auto" where the language is not known."""
    if language is None:
        return "auto"
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"
