"""Tables below a recommendation or an answer: who is responsible until when, and which actions follow.

A table of responsibilities gives details to its recommendation; a table of actions gives one statement a row. Text
that was extracted without its tables may have lost the borders of the first kind; its one row is told by its words.
"""

from __future__ import annotations

import re

from index.model import Kind
from index.publishers.documents.columns import Column, header, is_run_together_header, run_together_row
from index.publishers.documents.fragments import Fragment
from index.publishers.documents.outline import Placed
from index.publishers.documents.statements import Statement
from index.readers.blocks import Role

_LONGEST_LOST = 60  # words after which a lost row has surely ended
_ACTION_NUMBER = re.compile(r"(\d{1,2}\.\d{1,2}(?:\.?[a-z](?=[\s.)]))?)[.)]?\s+")
_NONE = re.compile(r"[\s.–—-]*$|(?:no (?:changes|revisions|action)\b.*\b(?:required|needed)\b.*|n/?a)$", re.IGNORECASE)


class TableBelow:
    """Reads the table below one statement. `has_begun` once its header was seen."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._columns: tuple[Column, ...] = ()
        self._lost: list[str] | None = None
        self._action: Statement | None = None
        self.has_begun = False

    def read(self, placed: Placed) -> list[Statement] | None:
        """The statements that this fragment begins as part of the table; None where it is no part of it."""
        if self._lost is not None:
            return self._lost_row(placed)
        if is_run_together_header(placed.fragment.text):
            self._lost, self.has_begun = [], True
            return []
        columns = header(placed.fragment.values)
        if columns is not None:
            self._columns, self.has_begun = columns, True
            return []
        if self._columns and placed.fragment.cells:
            return self._row(placed)
        return self._rest_of_action(placed)

    def _row(self, placed: Placed) -> list[Statement]:
        cells = dict(zip(self._columns, placed.fragment.cells, strict=False))
        details: dict[Column, str] = {c: cell.text for c, cell in cells.items() if cell.text}
        details.pop(Column.OTHER, None)
        action = cells.get(Column.ACTION)
        if action is None:
            self._statement.details.update(details)
            return []
        if not action.text or _NONE.match(action.text):
            return []
        if self._action is not None and action.text[0].islower():
            self._take_up(self._action, action, details)
            return []
        details.pop(Column.ACTION)
        self._action = _action(action, placed, self._statement, details)
        return [self._action]

    def _rest_of_action(self, placed: Placed) -> list[Statement] | None:
        """A row that a page break cut in two goes on in the next one, often in its first cell only."""
        text = placed.fragment.text
        if self._action is None or placed.fragment.role is not Role.TABLE or not text[0].islower():
            return None
        self._take_up(self._action, placed.fragment, {})
        return []

    def _take_up(self, action: Statement, rest: Fragment, details: dict[Column, str]) -> None:
        action.body.append(Placed(rest, action.place, is_heading=False, body=rest))
        for column, text in details.items():
            if column is not Column.ACTION:
                action.details[column] = " ".join(filter(None, (action.details.get(column), text)))

    def _lost_row(self, placed: Placed) -> list[Statement] | None:
        rows = [*(self._lost or []), placed.fragment.text]
        cells = run_together_row(" ".join(rows))
        if cells is not None:
            self._statement.details.update(cells)
            self._lost = None
            return []
        if len(" ".join(rows).split()) > _LONGEST_LOST or placed.fragment.block.paragraph is not None:
            self._lost = None
            return None
        self._lost = rows
        return []


def _action(cell: Fragment, placed: Placed, statement: Statement, details: dict[Column, str]) -> Statement:
    number = _ACTION_NUMBER.match(cell.text)
    stated = cell.cut(number.end()) if number else cell
    action = Statement(
        Kind.KEY_ACTION,
        placed.place,
        title=f"Key action {number.group(1)}" if number else "Key action",
        number=number.group(1) if number else None,
        answers=statement.answers or statement.number,
        stance=details.pop(Column.STATUS, None),
        details=details,
    )
    action.first = stated
    action.body.append(Placed(cell, placed.place, is_heading=False, body=stated))
    return action
