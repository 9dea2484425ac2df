"""What every document reader gives: one text, cut into blocks that know where they stand.

A reader turns bytes into a `ReadDocument`. `text` is the document's running text after furniture was taken out
and broken words were rejoined; every block is a span of it, so that `document.text[block.start:block.end]` is
`block.text`, always. Offsets count characters (Unicode code points), end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from index.model import Box


class Role(StrEnum):
    """What a block is in the layout of its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"  # one block a table: rows on lines, cells between tabs
    CAPTION = "caption"
    FOOTNOTE = "footnote"  # kept apart: never inside the text of a paragraph


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table or footnote.

    `page` counts from 1 and is where the block begins; None where the format has no pages. `paragraph` is the
    number as printed ("37", "2.4"), not a count of ours. `level` is 1 for the highest heading, None for all else.
    `heading_path` holds the headings above the block, highest first, without the block itself.
    """

    text: str
    role: Role
    start: int
    end: int
    page: int | None = None
    paragraph: str | None = None
    level: int | None = None
    heading_path: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as blocks in reading order. `name` is the file's name, for messages and citations."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    pages: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)
