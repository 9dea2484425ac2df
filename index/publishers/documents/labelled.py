"""Labelled statements and answers, with the text that belongs to each; everything else stays loose.

A statement goes on until the next label, the next heading, or a table of actions. What follows a label is its body:
the first paragraph, its list, and paragraphs numbered below it ("1.1" below recommendation 1). The rest explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.model import Kind
from index.publishers.documents.labels import Label
from index.publishers.documents.outline import Placed
from index.publishers.documents.responses import response_opening
from index.publishers.documents.sections import Section
from index.publishers.documents.statements import Statement
from index.publishers.documents.tables import TableBelow
from index.readers.blocks import Role

_NEVER_STATED = {Section.CONTENTS, Section.REFERENCES, Section.PEOPLE, Section.CONTEXT}
_QUOTES = re.compile(r"\brecommendation\s+\d+\s+(?:reads|read|is|was) as follows:$", re.IGNORECASE)
_FOLLOW_UP = re.compile(r"in response to (?:this|the) recommendation\b", re.IGNORECASE)
_UNFINISHED = re.compile(r"[\w,;(–-]$")


class Labelled:
    """Reads placed fragments one after the other. `found` holds statements and loose fragments in reading order."""

    def __init__(self) -> None:
        self.found: list[Statement | Placed] = []
        self._open: Statement | None = None
        self._level: int | None = None  # of the heading that opened the statement
        self._quoting = False
        self._table: TableBelow | None = None
        self._recommendation: tuple[str | None, str] | None = None  # part and number of the last one
        self._before: Placed | None = None

    def read(self, placed: Placed) -> None:
        """Take in the next fragment."""
        if placed.place.section is Section.PEOPLE:
            self._close()
        elif placed.fragment.role in {Role.FOOTNOTE, Role.CAPTION}:
            self.found.append(placed)
            return
        elif placed.label is not None and self._is_statement(placed):
            self._open_labelled(placed, placed.label)
        elif self._table is not None and (begun := self._table.read(placed)) is not None:
            self.found += begun
        elif placed.is_heading:
            self._heading(placed)
        elif not self._opens_response(placed):
            self._text(placed)
        self._before = placed

    # --- what opens a statement --------------------------------------------------------------------------------

    def _is_statement(self, placed: Placed) -> bool:
        if placed.place.annexed or placed.place.section in _NEVER_STATED or placed.fragment.has_leader:
            return False
        before = self._before
        goes_on = (
            before is not None
            and not placed.is_heading
            and not before.is_heading
            and before.fragment.role is Role.PARAGRAPH
            and placed.fragment.start == placed.fragment.block.start
            and _UNFINISHED.search(before.fragment.text) is not None
            and len(before.fragment.text) > 60
        )
        return not goes_on

    def _open_labelled(self, placed: Placed, label: Label) -> None:
        answering = placed.place.section is Section.RESPONSES and label.kind is Kind.RECOMMENDATION
        kind = Kind.MANAGEMENT_RESPONSE if answering else label.kind
        if kind is Kind.RECOMMENDATION:
            self._recommendation = (placed.place.part, label.number)
        self._begin(
            Statement(kind, placed.place, label.text, label.number, answers=label.number if answering else None), placed
        )
        self._level = placed.fragment.block.level if placed.is_heading else None

    def _opens_response(self, placed: Placed) -> bool:
        text = placed.body.text if placed.body else ""
        opening = response_opening(text)
        if opening is None or placed.body is None or placed.place.annexed:
            return False
        number = opening["number"] or self._number_of_recommendation(placed)
        if number is None:
            return False
        statement = Statement(Kind.MANAGEMENT_RESPONSE, placed.place, number=number, answers=number)
        rest = placed.body.cut(opening.end())
        self._begin(
            statement,
            Placed(placed.fragment, placed.place, False, None, rest if rest.text else None),
        )
        return True

    def _number_of_recommendation(self, placed: Placed) -> str | None:
        if self._recommendation is None or self._recommendation[0] != placed.place.part:
            return None
        return self._recommendation[1]

    def _begin(self, statement: Statement, placed: Placed) -> None:
        self._close()
        self._open, self._table = statement, TableBelow(statement)
        self.found.append(statement)
        if placed.body is not None:
            statement.first = placed.body
            statement.body.append(placed)

    def _close(self) -> None:
        self._open, self._level, self._quoting, self._table = None, None, False, None

    # --- what a statement takes in -----------------------------------------------------------------------------

    def _heading(self, placed: Placed) -> None:
        statement = self._open
        level = placed.fragment.block.level
        below = self._level is not None and level is not None and level > self._level
        if statement is not None and not statement.body and below and placed.place.section is statement.place.section:
            statement.title = f"{statement.title}: {placed.fragment.text}"
            return
        self._close()
        self.found.append(placed)

    def _text(self, placed: Placed) -> None:
        statement = self._open
        if statement is None or self._is_beyond(statement, placed):
            self._close()
            self.found.append(placed)
        elif not statement.body and _QUOTES.search(placed.fragment.text):
            self._quoting = True
            self.found.insert(self.found.index(statement), placed)
        elif not statement.body:
            statement.first = placed.body
            statement.body.append(placed)
        elif self._is_stated(statement, placed):
            statement.body.append(placed)
        else:
            statement.tail.append(placed)

    def _is_beyond(self, statement: Statement, placed: Placed) -> bool:
        if placed.fragment.cells or (self._table is not None and self._table.has_begun):
            return True
        numbered = placed.fragment.block.paragraph is not None
        if statement.kind is Kind.RECOMMENDATION and _FOLLOW_UP.match(placed.body.text if placed.body else ""):
            return True
        return numbered and self._quoting

    def _is_stated(self, statement: Statement, placed: Placed) -> bool:
        paragraph = placed.fragment.block.paragraph
        if paragraph is not None and statement.number is not None and paragraph.startswith(f"{statement.number}."):
            return True
        if self._quoting:
            return True
        in_list = placed.fragment.role is Role.LIST_ITEM
        return in_list and not statement.tail and statement.body[-1].fragment.text.endswith((":", ";", "and", "; or"))


def labelled(outline: Iterable[Placed]) -> list[Statement | Placed]:
    """Labelled statements, each with its text, and the fragments that belong to none, in reading order."""
    reader = Labelled()
    for placed in outline:
        reader.read(placed)
    return reader.found
