"""Text that a spreadsheet would take for a formula → the same text, readable and harmless.

A CSV file cannot say that a cell is text. Programs take what begins with = + - @ (OWASP, "CSV Injection", also full
width) for a formula, some after white space, and where they part cells at another character than we do, also in the
middle of a text. An apostrophe before the sign makes it text, in each of those places.
"""

from __future__ import annotations

import re

from service.exports.characters import printable

_UNSEEN = r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*"
_FORMULA = re.compile(rf"((?:^|[,;|\t\r\n\"]){_UNSEEN})(?=[=+\-@＝＋－＠])")


def defused(text: str) -> str:
    """A text that no spreadsheet calculates with, whatever it takes for the end of a cell."""
    return _FORMULA.sub(r"\1'", printable(text))
