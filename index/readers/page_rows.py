"""A page's segments → flows of lines and rows of cells, in reading order.

The order of the content stream is the order in which the page was written, column by column and cell by cell. It is
kept; what is found out here is where it jumps up and to the right, because there a new column or a new cell begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.page_lines import with_markers, with_stretched_lines
from index.readers.pdf_text import Segment

_FLOW_GAP = 4.0  # line heights: more white than that between two lines, and something else may stand there
_RAISED_CELL = 4.0  # line heights that a cell may begin above the one to its left, which is set lower
_COLUMN_LINES = 12  # a row with so many lines in a cell may be columns of text
_COLUMN_FILL = 0.6  # of a column's width that its middle line fills


@dataclass(slots=True)
class Row:
    """Cells side by side, each a list of lines from top to bottom. One cell: lines that nothing stands beside."""

    cells: list[list[Segment]]

    @property
    def top(self) -> float:
        return min(cell[0].top for cell in self.cells)

    @property
    def bottom(self) -> float:
        return max(line.bottom for cell in self.cells for line in cell)


def rows(segments: Sequence[Segment]) -> list[Row]:
    """The rows of a page from its segments in stream order; columns of text come as one-cell rows, one by one."""
    out: list[Row] = []
    for segment in with_stretched_lines(with_markers(segments)):
        if not out:
            out.append(Row([[segment]]))
            continue
        row = out[-1]
        cell = row.cells[-1]
        if _is_right_of(segment, cell, row) and _add_cell(out, segment):
            continue
        if _is_below(segment, row):
            cell.append(segment)
        else:
            out.append(Row([[segment]]))
    out = _columns_by_lines(_in_place(out))
    return [part for row in out for part in _split_columns(row)]


def _is_right_of(segment: Segment, cell: list[Segment], row: Row) -> bool:
    """Whether a segment begins a cell to the right of the last one: no lower than it, and close to its row."""
    last = cell[-1]
    if segment.left < last.right - 1 or segment.top > last.top + 0.6 * last.height:
        return False
    if len(row.cells) > 1 and abs(segment.top - last.top) > 0.3 * last.height:
        beside = segment.left >= max(line.right for line in cell) - 0.5 * last.height
        return beside and segment.top > row.top - 6 * last.height
    return True


def _is_below(segment: Segment, row: Row) -> bool:
    """Whether a segment is the next line of the row's last cell."""
    cell = row.cells[-1]
    last = cell[-1]
    if segment.top <= last.top + 0.3 * last.height:
        return False
    left, right = min(line.left for line in cell), max(line.right for line in cell)
    if min(segment.right, right) <= max(segment.left, left):
        return False
    if len(row.cells) == 1:
        return segment.top - last.top < _FLOW_GAP * last.height
    border = max(line.right for line in row.cells[-2])
    return segment.left > border - last.height and segment.left > left - 3 * last.height


def _add_cell(out: list[Row], segment: Segment) -> bool:
    """Begin a cell with `segment`, beside those lines of the last row that stand next to it; False if none does."""
    row = out[-1]
    if len(row.cells) > 1:
        row.cells.append([segment])
        return True
    lines = row.cells[0]
    start = len(lines) - 1
    while start and _stands_beside(lines[start - 1], lines[start], segment):
        start -= 1
    if lines[start].top > segment.top + _RAISED_CELL * segment.height:
        return False
    if start:
        row.cells[0] = lines[:start]
        out.append(Row([lines[start:], [segment]]))
    else:
        row.cells.append([segment])
    return True


def _stands_beside(line: Segment, below: Segment, segment: Segment) -> bool:
    if line.right > segment.left:
        return False
    if line.top >= segment.top - 0.7 * segment.height:
        return True
    # A cell that is set in the middle of its row's height begins lower than the cell before it.
    return below.top > segment.top and below.top - line.top < 1.3 * line.height * 1.1


def _in_place(page: list[Row]) -> list[Row]:
    """Set rows that were drawn late, a chapter's title or a figure, above what they stand above."""
    out: list[Row] = []
    for row in page:
        at = len(out)
        while at and _stands_above(row, out[at - 1]):
            at -= 1
        out.insert(at, row)
    return out


def _stands_above(row: Row, other: Row) -> bool:
    if row.bottom > other.top + 1:
        return False
    left, right = _extent(row)
    other_left, other_right = _extent(other)
    return min(right, other_right) > max(left, other_left)


def _extent(row: Row) -> tuple[float, float]:
    lines = [line for cell in row.cells for line in cell]
    return min(line.left for line in lines), max(line.right for line in lines)


def _split_columns(row: Row) -> list[Row]:
    """A row whose cells are columns of text, as one row for each column; any other row as it is."""
    if not 2 <= len(row.cells) <= 3 or max(map(len, row.cells)) < _COLUMN_LINES:
        return [row]
    lefts = [min(line.left for line in cell) for cell in row.cells]
    pitch = min(b - a for a, b in pairwise(lefts))
    if max(b - a for a, b in pairwise(lefts)) > 1.25 * pitch or not all(_fills(cell, pitch) for cell in row.cells):
        return [row]
    return [Row([cell]) for cell in row.cells]


def _fills(cell: list[Segment], width: float) -> bool:
    widths = sorted(line.right - line.left for line in cell)
    return _COLUMN_FILL * width < widths[len(widths) // 2] < width


def _columns_by_lines(page: list[Row]) -> list[Row]:
    """Two columns that were written line by line, left, right, left, right: set them one below the other."""
    out: list[Row] = []
    run: list[Row] = []
    for row in [*page, Row([])]:
        if len(row.cells) == 2 and all(len(cell) == 1 for cell in row.cells) and (not run or _aligned(run[-1], row)):
            run.append(row)
            continue
        out += _unravelled(run)
        run = []
        if row.cells:
            out.append(row)
    return out


def _aligned(above: Row, below: Row) -> bool:
    tolerance = above.cells[0][0].height
    return abs(above.cells[1][0].left - below.cells[1][0].left) < tolerance


def _unravelled(run: list[Row]) -> list[Row]:
    """Columns of text, rather than a table, when there are many lines and both sides are filled to their width."""
    if len(run) < _COLUMN_LINES // 2:
        return run
    left, right = [row.cells[0][0] for row in run], [row.cells[1][0] for row in run]
    width = min(line.left for line in right) - min(line.left for line in left)
    if not (_fills(left, width) and _fills(right, width)):
        return run
    return [Row([left]), Row([right])]
