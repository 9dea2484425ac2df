"""Repairs that are right for NASA's lessons table and for no other: all its texts are English.

Before the table was published, typographic marks were written as letters: an apostrophe as "ê" or "è", a no-break
space as "¾", a degree sign as "ç", a dash as "ã", quotation marks as "è…è" and "–…”". Only places are changed where
an English text cannot have that letter; what stays unclear stays as published.
"""

from __future__ import annotations

import re

_REPAIRS = (
    (re.compile(r"(?<=\w)ê(?=\w| \w)"), "’"),
    (re.compile(r"(?<=\w)è(?=(?:s|t|re|ve|ll|d)\b)"), "’"),
    (re.compile(r" *¾+ *(?=\n|$)"), ""),
    (re.compile(r" *¾+ *"), " "),
    (re.compile(r"(?<=\d )ç(?=[CF]\b)"), "°"),
    (re.compile(r"(?<=[a-z])ã(?=[a-z])"), "—"),
    (re.compile(r"(?<![^\s(])[–è]((?:\w[^–”è\n]{0,120}?)?[\w.,])[”è](?!\w)"), r"“\1”"),
)


def repair_marks(text: str) -> str:
    """`text` with its typographic marks back."""
    if text.isascii():
        return text
    for pattern, replacement in _REPAIRS:
        text = pattern.sub(replacement, text)
    return text
