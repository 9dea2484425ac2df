"""Put what was seen into the file of expected figures; all else in it stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reproduction.checking import Seen

DIGITS = 4


def rewritten(text: str, seen: Iterable[Seen]) -> str:
    """The file's text with `is` of every value seen. One-sided bounds are promises: they do not follow the figures."""
    before, heading, figures = text.partition("\nfigures:\n")
    for one in seen:
        if one.value is not None and one.expected.value is not None:
            figures = _with(figures, one.figure, one.path, round(one.value, DIGITS))
    return before + heading + figures


def _with(text: str, figure: str, path: str, value: float) -> str:
    block = re.search(rf"^  {re.escape(figure)}:\n(?:    .*\n|\n)+", text, flags=re.MULTILINE)
    if block is None:
        raise ValueError(f"the file has no block for {figure}")
    line = re.compile(rf"^(      {re.escape(path)}: {{is: )[-\d.e]+", flags=re.MULTILINE)
    changed, count = line.subn(rf"\g<1>{value:g}", block.group())
    if count != 1:
        raise ValueError(f"{figure} has no line for {path}")
    return text[: block.start()] + changed + text[block.end() :]
