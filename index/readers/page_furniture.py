"""Running heads, feet and page numbers of PDF pages, taken out by what they say and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from index.readers.furniture import EDGE, EdgeLine, furniture_depths, is_page_number
from index.readers.pdf_text import Page, Segment

_MARGIN = 0.13  # of the page's height: no furniture is further from its edge
_WHITE = 0.6  # of a line's height: more white than that sets furniture off from the text
_DEEPEST = 0.3  # of a line's height: segments that overlap by more are on one line


def without_furniture(pages: Sequence[Page]) -> None:
    """Take the furniture out of `pages`, in place."""
    lines = [_edges(page) for page in pages]
    edges = [
        (
            [_edge_line(line, line[0].top) for line in top],
            [_edge_line(line, page.height - line[0].bottom) for line in low],
        )
        for page, (top, low) in zip(pages, lines, strict=True)
    ]
    for page, (top, low), (upper, lower) in zip(pages, lines, furniture_depths(edges), strict=True):
        taken = [*_set_off(page, top[:upper]), *_set_off(page, low[:lower])]
        out = {id(segment) for line in taken for segment in line}
        if out:
            page.segments = [segment for segment in page.segments if id(segment) not in out]


def _edges(page: Page) -> tuple[list[list[Segment]], list[list[Segment]]]:
    """The lines near the upper and the lower edge of a page, the outermost ones first."""
    margin = _MARGIN * page.height
    upper = [segment for segment in page.segments if segment.bottom < margin]
    lower = [segment for segment in page.segments if segment.top > page.height - margin]
    return _lines(upper)[:EDGE], _lines(lower)[::-1][:EDGE]


def _edge_line(line: list[Segment], place: float) -> EdgeLine:
    return EdgeLine(" ".join(segment.text for segment in line), place)


def _set_off(page: Page, edge: list[list[Segment]]) -> list[list[Segment]]:
    """`edge` without its innermost lines that stand as close to the next one as in a paragraph or a table's head."""
    while edge and not is_page_number(" ".join(segment.text for segment in edge[-1])):
        inner = edge[-1][0]
        taken = {id(segment) for line in edge for segment in line}
        gaps = [
            max(other.top - inner.bottom, inner.top - other.bottom) for other in page.segments if id(other) not in taken
        ]
        if min(gaps, default=inner.height) > _WHITE * inner.height:
            break
        edge = edge[:-1]
    return edge


def _lines(segments: list[Segment]) -> list[list[Segment]]:
    out: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.bottom, s.left)):
        if out and segment.top < out[-1][-1].bottom - _DEEPEST * segment.height:
            out[-1].append(segment)
        else:
            out.append([segment])
    for line in out:
        line.sort(key=lambda s: s.left)
    return out
