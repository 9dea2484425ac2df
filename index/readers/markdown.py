"""Remains of Markdown in text that a converter made from a PDF: stars, escapes, dashes before numbered paragraphs."""

from __future__ import annotations

import re

_ENOUGH = 4  # pairs of stars in a text that is Markdown and not merely fond of stars
_STRONG = re.compile(r"\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])")
_ESCAPE = re.compile(r"\\([$*_#&%~<>\[\]()-])")
_NUMBER_AS_LIST = re.compile(r"^[ ]*- (?=(?:\*\*)?\d{1,3}\.)", re.MULTILINE)
_HASHES = re.compile(r"^#{1,6} +", re.MULTILINE)


def without_markdown(text: str) -> str:
    """`text` without marks of emphasis and escapes, if it has enough of them to be Markdown; else as it is."""
    if len(_STRONG.findall(text)) < _ENOUGH:
        return text
    text = _NUMBER_AS_LIST.sub("", text)
    text = _EMPHASIS.sub(r"\1", _STRONG.sub("", text))
    return _ESCAPE.sub(r"\1", _HASHES.sub("", text))
