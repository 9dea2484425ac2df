"""Drafts → `ReadDocument`: the running text, the offsets and the heading paths, the same way for every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from index.model import Box
from index.readers.blocks import Block, ReadDocument, Role

_BETWEEN_BLOCKS = "\n\n"
_BETWEEN_LIST_ITEMS = "\n"


@dataclass(slots=True)
class Draft:
    """A block before it knows its offsets. `level` counts from 1 and is given for headings only."""

    text: str
    role: Role = Role.PARAGRAPH
    page: int | None = None
    paragraph: str | None = None
    level: int | None = None
    boxes: list[Box] = field(default_factory=list)


def assemble(
    name: str,
    drafts: Iterable[Draft],
    *,
    title: str | None = None,
    pages: int | None = None,
    metadata: dict[str, str] | None = None,
) -> ReadDocument:
    """The document whose blocks are `drafts`, in this order; empty drafts are left out."""
    blocks: list[Block] = []
    pieces: list[str] = []
    position = 0
    path: list[tuple[int, str]] = []
    for draft in drafts:
        text = draft.text.strip()
        if not text:
            continue
        if blocks:
            in_list = draft.role is Role.LIST_ITEM and blocks[-1].role is Role.LIST_ITEM
            pieces.append(_BETWEEN_LIST_ITEMS if in_list else _BETWEEN_BLOCKS)
            position += len(pieces[-1])
        if draft.level is not None:
            path = [entry for entry in path if entry[0] < draft.level]
        blocks.append(
            Block(
                text=text,
                role=draft.role,
                start=position,
                end=position + len(text),
                page=draft.page,
                paragraph=draft.paragraph,
                level=draft.level,
                heading_path=tuple(heading for _, heading in path),
                boxes=tuple(draft.boxes),
            )
        )
        if draft.level is not None:
            path.append((draft.level, text))
        pieces.append(text)
        position += len(text)
    return ReadDocument(name, "".join(pieces), tuple(blocks), title, pages, metadata or {})
