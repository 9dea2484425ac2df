"""Tables below a recommendation or an answer: who is responsible until when, and which actions follow.

A table of responsibilities gives details to its recommendation; a table of actions gives one statement a row. The
header of a table of actions may stand at the top of each page only, and a page break may cut a row in two. Text that
was extracted without its tables may have lost the borders of the first kind; its one row is told by its words.
"""

from __future__ import annotations

import re

from index.model import Kind
from index.publishers.documents.columns import Column, header, is_run_together_header, run_together_row
from index.publishers.documents.fragments import Fragment
from index.publishers.documents.outline import Placed
from index.publishers.documents.statements import Statement
from index.publishers.placeholders import is_placeholder
from index.readers.blocks import Block, Role

_LONGEST_LOST = 60  # words after which a lost row has surely ended
_ACTION_NUMBER = re.compile(r"(\d{1,2}\.\d{1,2}(?:\.?[a-z](?=[\s.)]))?)[.)]?\s+")
_NO_ACTION = re.compile(r"no (?:changes|revisions|actions?)\b.*\b(?:required|needed)\b", re.IGNORECASE)
_FINISHED = re.compile(r"[.!?)”’]$")


class Tables:
    """Reads the tables of one document. `statement` is the one below which the next row stands."""

    def __init__(self) -> None:
        self.has_rows = False  # below the statement that is open: what follows a table is no more part of it
        self._statement: Statement | None = None
        self._columns: tuple[Column, ...] = ()
        self._lost: list[str] | None = None
        self._action: Statement | None = None
        self._block: Block | None = None  # of the last row

    def below(self, statement: Statement | None) -> None:
        """From here on, rows belong to `statement`."""
        self._statement, self._lost, self._action, self._block, self.has_rows = statement, None, None, None, False
        if Column.ACTION not in self._columns:
            self._columns = ()

    def read(self, placed: Placed) -> list[Statement] | None:
        """The statements that this fragment begins as part of a table; None where it is no part of one."""
        columns = header(placed.fragment.values)
        if columns is not None and (self._statement is not None or Column.ACTION in columns):
            self._columns = columns
            return []
        if self._statement is None:
            return None
        if self._lost is not None:
            return self._lost_row(self._statement, placed)
        if is_run_together_header(placed.fragment.text):
            self._lost, self.has_rows = [], True
            return []
        if not self._columns or placed.fragment.role is not Role.TABLE:
            return None
        return self._row(self._statement, placed) if placed.fragment.cells else self._rest(placed)

    def _row(self, statement: Statement, placed: Placed) -> list[Statement]:
        cells = dict(zip(self._columns, placed.fragment.cells, strict=False))
        details: dict[Column, str] = {c: cell.text for c, cell in cells.items() if not is_placeholder(cell.text)}
        details.pop(Column.OTHER, None)
        action = cells.get(Column.ACTION)
        self.has_rows = True
        if action is None:
            statement.details.update(details)
            return []
        details.pop(Column.ACTION, None)
        if self._goes_on(action, placed):
            self._take_up(action, details)
            return []
        self._block = placed.fragment.block
        if is_placeholder(action.text) or _NO_ACTION.match(action.text):
            return []
        self._action = _action(action, placed, statement, details)
        return [self._action]

    def _rest(self, placed: Placed) -> list[Statement] | None:
        """A row with one cell filled: the end of the row above, if that one was not finished."""
        if not self._goes_on(placed.fragment, placed) and not self._is_open():
            return None
        self._take_up(placed.fragment, {})
        return []

    def _goes_on(self, cell: Fragment, placed: Placed) -> bool:
        if self._action is None or not cell.text:
            return False
        if cell.text[0].islower() or self._action.body[-1].fragment.text.endswith((":", ",")):
            return True
        return placed.fragment.block is not self._block and self._is_open()

    def _is_open(self) -> bool:
        return self._action is not None and not _FINISHED.search(self._action.body[-1].fragment.text)

    def _take_up(self, rest: Fragment, details: dict[Column, str]) -> None:
        if self._action is None:
            return
        self._block = rest.block
        self._action.body.append(Placed(rest, self._action.place, is_heading=False, body=rest))
        for column, text in details.items():
            self._action.details[column] = " ".join(filter(None, (self._action.details.get(column), text)))

    def _lost_row(self, statement: Statement, placed: Placed) -> list[Statement] | None:
        rows = [*(self._lost or []), placed.fragment.text]
        cells = run_together_row(" ".join(rows))
        self._lost = None
        if cells is not None:
            statement.details.update(cells)
            return []
        if len(" ".join(rows).split()) > _LONGEST_LOST or placed.fragment.block.paragraph is not None:
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
