"""Character spans → pieces of text, so that a template can mark some of them. Text stays text: nothing here is HTML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of text and whether it is to be marked."""

    text: str
    marked: bool


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """Cut `text` at `spans` (code points, end exclusive, in order, not overlapping). Joined again they are the text."""
    found: list[Piece] = []
    at = 0
    for start, end in spans:
        found += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return [piece for piece in (*found, Piece(text[at:], False)) if piece.text]
