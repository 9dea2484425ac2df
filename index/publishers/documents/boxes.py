"""Boxes that say what they hold: "Box 2: Good practice: research agendas", and the text below that caption."""

from __future__ import annotations

from index.publishers.documents.labels import boxed_kind
from index.publishers.documents.layout import same_column
from index.publishers.documents.outline import Placed
from index.publishers.documents.statements import Statement
from index.readers.blocks import Role


class Boxes:
    """Reads the boxes of a document. The text around a box goes on behind it."""

    def __init__(self) -> None:
        self.found: list[Statement] = []
        self._open: Statement | None = None

    def begin(self, placed: Placed) -> bool:
        """Whether a caption or note opens a box."""
        kind = boxed_kind(placed.fragment.text) if placed.fragment.role is Role.CAPTION else None
        if kind is None or placed.place.annexed:
            return False
        self._open = Statement(kind, placed.place, title=placed.fragment.text)
        return True

    def fill(self, placed: Placed) -> bool:
        """Whether a fragment is the open box's text: the first paragraph, and those of its width."""
        box = self._open
        if box is None:
            return False
        if placed.is_heading or placed.label is not None:
            self._open = None
            return False
        if not box.body:
            box.first = placed.body
            self.found.append(box)
        elif not same_column(box.body[0].fragment, placed.fragment):
            self._open = None
            return False
        box.body.append(placed)
        return True
