"""What stands before a text: a bullet, a letter in brackets, a printed paragraph number."""

from __future__ import annotations

import re

BULLET = "•"
_BULLET = re.compile(r"(?:[•‣◦▪■□●○–—*·➢➤✓✔»›►-]|o(?=\s+[A-Z]))\s+(?=\S)")
_ENUMERATED = re.compile(r"\(?(?:[a-z]|[ivx]{1,5})[).]\s+(?=\S)|\(\d{1,2}\)\s+(?=\S)|\d{1,2}\)\s+(?=\S)")
_NUMBERED = re.compile(r"(?:[-–•]\s+)?(\d{1,3}(?:\.\d{1,3})*)\.?\s+(?=[\W]*[^\W\d_])")
_DOTTED = re.compile(r"(?:[-–•]\s+)?\d{1,3}\.(?:\s|\d)")


def is_list_item(text: str) -> bool:
    """Whether `text` begins with a bullet or with "(a)", "iv.", "2)"."""
    return bool(_BULLET.match(text) or _ENUMERATED.match(text))


def starts_anew(text: str) -> bool:
    """Whether a line that begins so opens a block of its own: a bullet, an enumeration or a printed number."""
    return is_list_item(text) or printed_number(text) is not None


def printed_number(text: str) -> str | None:
    """The paragraph number printed before `text`: "37" of "37. The Office …", "2.4" of "2.4 The …"; else None.

    A bare integer needs its full stop: "12 countries took part" is no paragraph 12.
    """
    match = _NUMBERED.match(text)
    return match.group(1) if match and _DOTTED.match(text) else None
