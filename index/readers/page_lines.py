"""Segments of one line put together: a marker and its text, the pieces of a line that justification tore apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.readers.pdf_text import Segment

_MARKER = re.compile(
    r"[•‣◦▪■□●○–—*·➢➤✓✔»›►-]|o|\(?[a-z]{1,4}\)|\(\d{1,3}\)|\d{1,3}[.)]|[A-Z][.)]?|[IVXLC]{1,6}\.?|[a-z]\."
    r"|\d{1,2}(?:\.\d{1,2})+\.?"
)
_MARKER_GAP = 60  # points between a marker and its text, at most
_RAISED = 0.8  # of the text's font height: what is lower may be the number of a note
_EDGE = 3.0  # points by which the edges of justified lines differ at most
_STRETCH = 3.0  # of the line height: the widest gap that justification leaves


def with_markers(segments: Sequence[Segment]) -> list[Segment]:
    """Segments with each bullet, number or note number set before the text that it stands before on its line."""
    out: list[Segment] = []
    for segment in segments:
        if out and _is_marker_of(out[-1], segment):
            out[-1] = _glued(out[-1], segment)
        else:
            out.append(segment)
    return out


def _is_marker_of(marker: Segment, segment: Segment) -> bool:
    if not 0 <= segment.left - marker.right < _MARKER_GAP:
        return False
    if min(marker.bottom, segment.bottom) - max(marker.top, segment.top) <= 0.3 * marker.height:
        return False
    return is_raised_number(marker, segment) or bool(_MARKER.fullmatch(marker.text))


def is_raised_number(marker: Segment, text: Segment) -> bool:
    """Whether a number is printed much smaller than the text that follows it, as notes' numbers are."""
    return marker.text.isdigit() and marker.box_height < _RAISED * text.box_height


def _glued(marker: Segment, segment: Segment) -> Segment:
    shift = len(marker.text) + 1
    own = [(0, marker.text)] if is_raised_number(marker, segment) else []
    return replace(
        segment,
        text=f"{marker.text} {segment.text}",
        left=marker.left,
        marks=own + [(at + shift, number) for at, number in segment.marks],
    )


def with_stretched_lines(segments: Sequence[Segment]) -> list[Segment]:
    """Segments with those lines whole that justification tore into pieces so far apart that they look like cells."""
    out: list[Segment] = []
    by_edge: dict[int, list[Segment]] = {}  # by right edge: a page may have thousands of segments
    for segment in segments:
        by_edge.setdefault(int(segment.right / _EDGE), []).append(segment)
    at = 0
    while at < len(segments):
        end = at + 1
        while end < len(segments) and _is_near_on_line(segments[end - 1], segments[end]):
            end += 1
        pieces = segments[at:end]
        edge = int(pieces[-1].right / _EDGE)
        others = (other for near in (edge - 1, edge, edge + 1) for other in by_edge.get(near, ()))
        if len(pieces) > 1 and any(_fills_like(pieces, other) for other in others):
            out.append(_one_line(pieces))
        else:
            out += pieces
        at = end
    return out


def _is_near_on_line(left: Segment, right: Segment) -> bool:
    return abs(left.top - right.top) < 1 and 0 < right.left - left.right < _STRETCH * left.height


def _fills_like(pieces: Sequence[Segment], line: Segment) -> bool:
    """Whether the pieces of a line end where the line above or below does, and do not begin before it."""
    first, last = pieces[0], pieces[-1]
    return (
        first.left > line.left - _EDGE
        and abs(last.right - line.right) < _EDGE
        and abs(first.height - line.height) < 1
        and 0 < abs(first.top - line.top) < 2 * line.height
    )


def _one_line(parts: Sequence[Segment]) -> Segment:
    line = parts[0]
    for part in parts[1:]:
        line = _glued(line, part)
    return line
