"""Rows of cells → one table: a line for each row, a tab between the cells, columns found by their left edges."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from index.model import Box
from index.readers.hyphens import Vocabulary
from index.readers.page_rows import Row
from index.readers.pdf_paragraphs import Paragraph, boxes_of, joined_text, without_leader
from index.readers.wrapping import runs_on

_SAME_COLUMN = 12.0  # points between left edges of one column's cells on two pages


@dataclass(slots=True)
class Table:
    """`lefts` are the left edges of the columns in points, `rows` the cells' texts: as many as columns, "" if empty."""

    page: int
    lefts: list[float]
    rows: list[list[str]]
    boxes: list[Box] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The table as a block's text: rows on lines, cells between tabs."""
        return "\n".join("\t".join(row).rstrip("\t") for row in self.rows)


def table(rows: Sequence[Row], page: int, vocabulary: Vocabulary, before: Table | None) -> Table:
    """The table that rows of one page make, at least one of them with several cells.

    `before` is the last table before it: where this one has some of its columns only, the others are empty here.
    """
    widest = max(rows, key=lambda row: len(row.cells))
    lefts = [min(line.left for line in cell) for cell in widest.cells]
    if before is not None and _is_part(lefts, before.lefts):
        lefts = before.lefts
    texts = []
    for row in rows:
        cells = [""] * len(lefts)
        for cell in row.cells:
            column = _column(min(line.left for line in cell), lefts)
            cells[column] = f"{cells[column]} {without_leader(joined_text(cell, vocabulary))}".strip()
        texts.append([cell.replace("\t", " ") for cell in cells])
    return Table(page, lefts, texts, boxes_of([line for row in rows for cell in row.cells for line in cell], page))


def _column(left: float, lefts: Sequence[float]) -> int:
    return min(range(len(lefts)), key=lambda column: abs(lefts[column] - left))


def is_row_of(row: Row, above: Row, below: Row) -> bool:
    """Whether a row with one cell, between two with several, is a row of theirs whose other cells are empty."""
    cell, widest = row.cells[0], max((above, below), key=lambda r: len(r.cells))
    lefts = [min(line.left for line in c) for c in widest.cells]
    column = _column(min(line.left for line in cell), lefts)
    right = lefts[column + 1] if column + 1 < len(lefts) else float("inf")
    if max(line.right for line in cell) > right or right == float("inf"):
        return False
    height = cell[0].height
    return row.top - above.bottom < 3 * height and below.top - row.bottom < 3 * height


def continued(above: Table, below: Table) -> bool:
    """Whether a table at the top of a page goes on with the one at the foot of the page before."""
    return _is_part(above.lefts, below.lefts) or _is_part(below.lefts, above.lefts)


def join(above: Table, below: Table, heads: Collection[tuple[str, ...]]) -> None:
    """Add `below` to `above`: without a repeated head, and with a row that the page end cut in two made whole.

    `heads` are the first rows of the document's tables.
    """
    if len(below.lefts) > len(above.lefts):
        above.rows = [_spread(row, above.lefts, below.lefts) for row in above.rows]
        above.lefts = below.lefts
    rows = [_spread(row, below.lefts, above.lefts) for row in below.rows if tuple(row) not in heads]
    if rows and above.rows and _goes_on(above.rows[-1], rows[0]):
        above.rows[-1] = [f"{a} {b}".strip() for a, b in zip(above.rows[-1], rows.pop(0), strict=True)]
    above.rows += rows
    above.boxes += below.boxes


def add_rest(above: Table, rest: Paragraph) -> bool:
    """Add `rest`, at the top of a page, to the cell of the last row that it goes on with; False if there is none."""
    left, right = rest.lines[0].left, max(line.right for line in rest.lines)
    column = _column(left, above.lefts)
    border = above.lefts[column + 1] if column + 1 < len(above.lefts) else float("inf")
    if abs(left - above.lefts[column]) > _SAME_COLUMN or right > border or not above.rows:
        return False
    cell = above.rows[-1][column]
    if not cell or not runs_on(cell, rest.text):
        return False
    above.rows[-1][column] = f"{cell} {rest.text}"
    above.boxes += rest.boxes
    return True


def _is_part(some: Sequence[float], columns: Sequence[float]) -> bool:
    """Whether each of the left edges in `some` is one of those in `columns`."""
    return len(some) <= len(columns) and all(
        abs(left - columns[_column(left, columns)]) < _SAME_COLUMN for left in some
    )


def _spread(row: Sequence[str], lefts: Sequence[float], columns: Sequence[float]) -> list[str]:
    out = [""] * len(columns)
    for cell, left in zip(row, lefts, strict=False):
        column = _column(left, columns)
        out[column] = f"{out[column]} {cell}".strip()
    return out


def _goes_on(upper: Sequence[str], lower: Sequence[str]) -> bool:
    first = next((i for i, cell in enumerate(lower) if cell), None)
    return first is not None and bool(upper[first]) and runs_on(upper[first], lower[first])
