"""What XML files, and most programs, can hold as text."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile(r"\r\n?")
# XML 1.0, section 2.2; DEL and the C1 controls are allowed there and shown by nobody.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """A text without control characters, its lines ended by a line feed."""
    return _NO_TEXT.sub("", _LINE_ENDS.sub("\n", text))
