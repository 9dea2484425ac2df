"""Rows of a page → its paragraphs and tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.readers.hyphens import Vocabulary
from index.readers.page_rows import Row
from index.readers.page_tables import Table, is_row_of, table
from index.readers.pdf_paragraphs import Paragraph, is_contents_line, paragraphs, without_leader
from index.readers.pdf_text import Segment

Item = Paragraph | Table

_ENOUGH_LINES = 4  # of a flow that show where its right edge is
_ENOUGH_LABELS = 3
_LABEL_LETTERS = 2
_SAME_LEFT = 40.0  # points: how far a short flow may be set in and still have the page's right edge


def items(page: Sequence[Row], number: int, pitch: float, vocabulary: Vocabulary) -> list[Item]:
    """The paragraphs and tables of page `number`. `pitch` is the document's `usual_pitch`."""
    out: list[Item] = []
    edge = _right_edge(page)
    before: Table | None = None
    for run in _runs(page):
        if any(len(row.cells) > 1 for row in run):
            before = table(run, number, vocabulary, before)
            out.append(before)
        else:
            for row in run:
                out += paragraphs(row.cells[0], number, _right_of(row.cells[0], edge), pitch, vocabulary)
    return list(_with_labels(list(_with_contents(out))))


def _runs(page: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that make one table together, and every other row alone."""
    run: list[Row] = []
    for i, row in enumerate(page):
        if len(row.cells) > 1:
            run.append(row)
            continue
        inside = bool(run) and i + 1 < len(page) and len(page[i + 1].cells) > 1 and is_row_of(row, run[-1], page[i + 1])
        if inside:
            run.append(row)
            continue
        if run:
            yield run
            run = []
        yield [row]
    if run:
        yield run


def _right_edge(page: Sequence[Row]) -> tuple[float, float]:
    """The left edge of the longest flow of a page, and its right edge, in points."""
    flows = [row.cells[0] for row in page if len(row.cells) == 1]
    longest: Sequence[Segment] = max(flows, key=len, default=[])
    return min((line.left for line in longest), default=0.0), max((line.right for line in longest), default=0.0)


def _right_of(lines: Sequence[Segment], edge: tuple[float, float]) -> float:
    own = max(line.right for line in lines)
    left, right = edge
    if len(lines) >= _ENOUGH_LINES or abs(lines[0].left - left) > _SAME_LEFT:
        return own
    return max(own, right)


def _with_contents(found: Sequence[Item]) -> Iterator[Item]:
    """Entries of a table of contents, which are paragraphs with rows of dots, as one table."""
    contents: Table | None = None
    for item in found:
        if isinstance(item, Paragraph) and is_contents_line(item.text):
            if contents is None:
                contents = Table(item.page, [line.left for line in item.lines[:1]], [], [])
            contents.rows.append(without_leader(item.text).split("\t"))
            contents.boxes += item.boxes
            continue
        if contents is not None and isinstance(item, Paragraph) and item.text.strip(" .").isdigit():
            contents.rows[-1] = [*contents.rows[-1], item.text.strip(" .")]  # the number lies in its row of dots
            continue
        if contents is not None:
            yield contents
            contents = None
        yield item
    if contents is not None:
        yield contents


def _with_labels(found: Sequence[Item]) -> Iterator[Item]:
    """The labels of a figure, a word or a number each, as one table instead of many blocks."""
    run: list[Item] = []
    for item in [*found, None]:
        if item is not None and _is_label(item):
            run.append(item)
            continue
        if len(run) >= _ENOUGH_LABELS:
            yield Table(
                run[0].page, [0.0], [[item.text.replace("\n", " ").replace("\t", " ")] for item in run],
                [box for item in run for box in item.boxes],
            )  # fmt: skip
        else:
            yield from run
        run = []
        if item is not None:
            yield item


def _is_label(item: Item) -> bool:
    """A number, or a table of numbers; not a short line of words, which may be anything."""
    letters = sum(map(str.isalpha, item.text))
    return letters <= _LABEL_LETTERS and any(map(str.isdigit, item.text))
