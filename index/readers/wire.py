"""`ReadDocument` ↔ JSON, for the way out of the worker process. No pickle: what a hostile file makes is only data."""

from __future__ import annotations

import json
from typing import Any

from index.model import Box
from index.readers.blocks import Block, ReadDocument, Role


def encode(document: ReadDocument) -> bytes:
    """`document` as JSON bytes. Block texts are left out: they are spans of the document's text."""
    blocks = [
        [
            block.role,
            block.start,
            block.end,
            block.page,
            block.paragraph,
            block.level,
            block.heading_path,
            [[box.page, box.left, box.top, box.right, box.bottom] for box in block.boxes],
        ]
        for block in document.blocks
    ]
    fields = [document.name, document.text, blocks, document.title, document.pages, document.metadata]
    return json.dumps(fields).encode()


def decode(data: bytes) -> ReadDocument:
    """The document that `encode` was given."""
    name, text, blocks, title, pages, metadata = json.loads(data)
    return ReadDocument(name, text, tuple(_block(fields, text) for fields in blocks), title, pages, metadata)


def _block(fields: list[Any], text: str) -> Block:
    role, start, end, page, paragraph, level, path, boxes = fields
    return Block(
        text=text[start:end],
        role=Role(role),
        start=start,
        end=end,
        page=page,
        paragraph=paragraph,
        level=level,
        heading_path=tuple(path),
        boxes=tuple(
            Box(page=p, left=left, top=top, right=right, bottom=bottom) for p, left, top, right, bottom in boxes
        ),
    )
