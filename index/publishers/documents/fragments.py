"""Blocks → fragments: the smallest pieces that can be a statement of their own.

Mostly a fragment is a block. A paragraph that lost its blank lines may hold several labelled statements, and a table
holds one fragment a row. A fragment is always a span of the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.model import Anchor, Box
from index.publishers.documents.labels import starts
from index.readers.blocks import Block, ReadDocument, Role

_LEADER = re.compile(r"(?:\.\s?){4,}\s*[\divxlc]*\s*$|…{2,}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """`document.text[start:end]`, which is `text`, and the block it comes from. `cells` is empty outside tables.

    A cell is a fragment itself; an empty one has no text. `depth` says how far down its block the fragment begins,
    from 0 to 1: a block may go on over several pages.
    """

    text: str
    start: int
    end: int
    block: Block
    cells: tuple[Fragment, ...] = ()
    depth: float = 0.0

    @property
    def role(self) -> Role:
        return self.block.role

    @property
    def values(self) -> tuple[str, ...]:
        """The texts of the cells."""
        return tuple(cell.text for cell in self.cells)

    @property
    def is_whole(self) -> bool:
        """Whether the fragment is all of its block."""
        return self.start == self.block.start and self.end == self.block.end

    @property
    def page(self) -> int | None:
        """The page on which the fragment begins."""
        boxes = self.block.boxes
        if self.depth == 0.0 or len({box.page for box in boxes}) < 2:
            return self.block.page
        return _box_at(boxes, self.depth).page

    @property
    def has_leader(self) -> bool:
        """Whether the fragment is a line of a table of contents: "II. Key findings ........ 2"."""
        return bool(_LEADER.search(self.text))

    def cut(self, offset: int) -> Fragment:
        """The fragment without its first `offset` characters and the blanks that follow them."""
        rest = self.text[offset:]
        text = rest.lstrip()
        return Fragment(text, self.end - len(text), self.end, self.block, self.cells, self.depth)

    def upto(self, offset: int) -> Fragment:
        """The first `offset` characters of the fragment, without blanks at their end."""
        text = self.text[:offset].rstrip()
        return Fragment(text, self.start, self.start + len(text), self.block, (), self.depth)

    def anchor(self) -> Anchor:
        """Where the fragment stands. A piece of a block has the boxes of the whole block on its page."""
        boxes = self.block.boxes
        if not self.is_whole:
            boxes = tuple(box for box in boxes if box.page == self.page) or boxes
        return Anchor(page=self.page, paragraph=self.block.paragraph, start=self.start, end=self.end, boxes=boxes)


def _box_at(boxes: tuple[Box, ...], depth: float) -> Box:
    """The box that holds what stands at `depth` (0 to 1) of all boxes, one below the other."""
    heights = [box.bottom - box.top for box in boxes]
    rest = depth * sum(heights)
    for box, height in zip(boxes, heights, strict=True):
        rest -= height
        if rest < 0:
            return box
    return boxes[-1]


def fragments(document: ReadDocument) -> Iterator[Fragment]:
    """All fragments of a document in reading order."""
    for block in document.blocks:
        if block.role is Role.TABLE:
            yield from _rows(block)
        elif block.role in {Role.PARAGRAPH, Role.LIST_ITEM}:
            yield from _labelled_pieces(block)
        else:
            yield Fragment(block.text, block.start, block.end, block)


def _rows(block: Block) -> Iterator[Fragment]:
    """One fragment a row. A row with one cell only (a merged one, or all that layout left) is ordinary text.

    A row is about as high as its longest cell, which tells on which page it stands.
    """
    lines = block.text.split("\n")
    heights = [max(map(len, line.split("\t"))) for line in lines]
    position, above = block.start, 0
    for line, height in zip(lines, heights, strict=True):
        depth = above / max(1, sum(heights))
        cells = tuple(_cells(line, position, block, depth))
        filled = [cell for cell in cells if cell.text]
        if len(filled) == 1:
            yield filled[0]
        elif filled:
            start, end = filled[0].start, filled[-1].end
            yield Fragment(line[start - position : end - position], start, end, block, cells, depth)
        position += len(line) + 1
        above += height


def _cells(line: str, position: int, block: Block, depth: float) -> Iterator[Fragment]:
    for cell in line.split("\t"):
        text = cell.strip()
        start = position + (cell.index(text) if text else 0)
        yield Fragment(text, start, start + len(text), block, (), depth)
        position += len(cell) + 1


def _labelled_pieces(block: Block) -> Iterator[Fragment]:
    for start, end in pairwise([*starts(block.text), len(block.text)]):
        text = block.text[start:end].strip()
        if text:
            at = block.start + block.text.index(text, start)
            yield Fragment(text, at, at + len(text), block, (), start / len(block.text))
