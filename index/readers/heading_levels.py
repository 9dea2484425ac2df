"""Which heading stands inside which, in a plain text: by numbering, and for the rest by nesting.

A kind of heading that is seen again stands where it stood before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.readers.heading_shapes import HeadingKind, decimal_depth, is_executive_summary, letter_of

_MOST_PLAIN = 2  # plain headings that can be open at once

_BODY_BEGINS = re.compile(r"(?:\d\.? )?(?:general )?introducti?on|introducción", re.IGNORECASE)

Entry = tuple[HeadingKind, str, bool]  # kind, text, whether text stands between it and the heading before
_Key = tuple[HeadingKind, int]  # a kind, and the depth of its number where it is decimal


def levels(entries: Sequence[Entry]) -> list[int]:
    """The level of each heading, 1 for the highest. `entries` are the headings of a document in order."""
    out: list[int] = []
    stack: list[_Key] = []  # the headings open now, highest first
    seen: dict[_Key, int] = {}
    summary_open = False
    for kind, text, text_between in with_romans(entries):
        if summary_open and (kind in {HeadingKind.PART, HeadingKind.DECIMAL} or _BODY_BEGINS.fullmatch(text)):
            stack, summary_open = [], False
        key = (kind, decimal_depth(text) if kind is HeadingKind.DECIMAL else 0)
        if kind is HeadingKind.PART:
            seen.clear()
        stack = _above(stack, key, seen, sibling=text_between or kind is not HeadingKind.PLAIN)
        stack.append(key)
        seen[key] = len(stack)
        summary_open = summary_open or is_executive_summary(text)
        out.append(len(stack))
    return out


def _above(stack: list[_Key], key: _Key, seen: dict[_Key, int], *, sibling: bool) -> list[_Key]:
    """What stays open above a new heading. `sibling`: it cannot be the child of an open one of its own kind."""
    kind, depth = key
    if kind is HeadingKind.PART:
        return []
    if kind is HeadingKind.SECTION:
        return [k for k in stack if k[0] is HeadingKind.PART]
    if kind is HeadingKind.DECIMAL:
        above = {HeadingKind.PART} if depth == 1 else {HeadingKind.PART, HeadingKind.SECTION}
        return [k for k in stack if k[0] in above or (k[0] is HeadingKind.DECIMAL and k[1] < depth)]
    if key in stack:
        child = not sibling and key == stack[-1] and stack.count(key) < _MOST_PLAIN
        return stack if child else stack[: _last_index(stack, key)]
    return stack[: seen[key] - 1] if key in seen else stack


def with_romans(entries: Sequence[Entry]) -> list[Entry]:
    """Single letters that follow no letter are Roman: "I. Background" is, unless "H. …" stood before it."""
    out: list[Entry] = []
    last = "@"  # the character before "A"
    for kind, text, between in entries:
        letter = letter_of(text) if kind is HeadingKind.LETTER else None
        if letter is not None and letter in "IVX" and ord(letter) != ord(last) + 1:
            out.append((HeadingKind.ROMAN, text, between))
            continue
        last = letter or last
        out.append((kind, text, between))
    return out


def _last_index(stack: list[_Key], key: _Key) -> int:
    return len(stack) - 1 - stack[::-1].index(key)
