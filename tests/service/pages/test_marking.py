"""Spans → pieces: every character once, the right ones marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.pages.marking import Piece, pieces


def test_marked_and_unmarked_pieces_alternate() -> None:
    assert pieces("an exit plan", [(3, 7)]) == [Piece("an ", False), Piece("exit", True), Piece(" plan", False)]
    assert pieces("exit", [(0, 4)]) == [Piece("exit", True)]
    assert pieces("exit", []) == [Piece("exit", False)]
    assert pieces("", []) == []


def test_offsets_are_code_points_not_bytes_or_utf_16() -> None:
    assert [piece.text for piece in pieces("🌽 café exit", [(7, 11)]) if piece.marked] == ["exit"]


@given(st.text(max_size=40), st.data())
def test_joined_they_are_the_text(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    cut = pieces(text, spans)
    assert "".join(piece.text for piece in cut) == text
    assert [piece.text for piece in cut if piece.marked] == [text[start:end] for start, end in spans]
