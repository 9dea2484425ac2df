"""Labelled statements and answers, with the text that belongs to each; everything else stays loose.

A statement goes on until the next label, the next heading, or the end of the table below it. What follows a label is
its body: the first paragraph, its list, and paragraphs numbered below it ("1.1" below recommendation 1). The rest
explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.model import Kind
from index.publishers.documents.answers import answers_one_by_one
from index.publishers.documents.boxes import Boxes
from index.publishers.documents.labels import Label
from index.publishers.documents.outline import Placed
from index.publishers.documents.responses import response_opening
from index.publishers.documents.sections import Section
from index.publishers.documents.statements import Statement
from index.publishers.documents.tables import Tables
from index.readers.blocks import Role

_NEVER_STATED = {Section.CONTENTS, Section.REFERENCES, Section.PEOPLE, Section.CONTEXT}
_QUOTES = re.compile(r"\brecommendation\s+\d+\s+(?:reads|read|is|was) as follows:$", re.IGNORECASE)
_FOLLOW_UP = re.compile(r"in response to (?:this|the) recommendation\b", re.IGNORECASE)
_UNFINISHED = re.compile(r"[\w,;(–-]$")
_LONG = 60  # characters of a paragraph that a page break may have cut
_TITLE_WORDS = 10  # of a line between a label and its text


def labelled(outline: Iterable[Placed]) -> list[Statement | Placed]:
    """Labelled statements, each with its text, and the fragments that belong to none, in reading order."""
    placed = list(outline)
    reader = _Reader(answers_one_by_one(placed))
    for each in placed:
        reader.read(each)
    return [*reader.found, *reader.boxes()]


class _Reader:
    def __init__(self, answer_headings: Sequence[Placed]) -> None:
        self.found: list[Statement | Placed] = []
        self._answer_headings = {id(placed) for placed in answer_headings}
        self._open: Statement | None = None
        self._level: int | None = None  # of the heading that opened the statement
        self._quoting = False
        self._tables = Tables()
        self._recommendation: tuple[str | None, str] | None = None  # part and number of the last one
        self._before: Placed | None = None
        self._boxes = Boxes()

    def boxes(self) -> list[Statement]:
        """The boxes, which stand among other text and interrupt none of it."""
        return self._boxes.found

    def read(self, placed: Placed) -> None:
        """Take in the next fragment."""
        if placed.fragment.role in {Role.FOOTNOTE, Role.CAPTION}:
            if not self._boxes.begin(placed):
                self.found.append(placed)
            return
        if self._boxes.fill(placed):
            return
        if placed.label is not None and self._is_statement(placed):
            self._begin_labelled(placed, placed.label)
        elif (begun := self._tables.read(placed)) is not None:
            self.found += begun
        elif not self._begins_response(placed):
            if placed.is_heading:
                self._heading(placed)
            else:
                self._text(placed)
        self._before = placed

    # --- what begins a statement -------------------------------------------------------------------------------

    def _is_statement(self, placed: Placed) -> bool:
        if placed.place.annexed or placed.place.section in _NEVER_STATED or placed.fragment.has_leader:
            return False
        return placed.is_heading or not self._goes_on_from(self._before, placed)

    def _goes_on_from(self, before: Placed | None, placed: Placed) -> bool:
        """Whether the label is a mention at a page's top: the sentence before it was not finished."""
        if before is None or before.is_heading or before.fragment.role is not Role.PARAGRAPH:
            return False
        cut = len(before.fragment.text) > _LONG and _UNFINISHED.search(before.fragment.text) is not None
        return cut and placed.fragment.start == placed.fragment.block.start

    def _begin_labelled(self, placed: Placed, label: Label) -> None:
        answering = placed.place.section is Section.RESPONSES and label.kind is Kind.RECOMMENDATION
        answering = answering and not self._answer_headings
        kind = Kind.MANAGEMENT_RESPONSE if answering else label.kind
        if kind is Kind.RECOMMENDATION:
            self._recommendation = (placed.place.part, label.number)
        answers = label.number if answering else None
        self._begin(Statement(kind, placed.place, label.text, label.number, answers=answers), placed)
        self._level = placed.fragment.block.level if placed.is_heading else None

    def _begins_response(self, placed: Placed) -> bool:
        opening = response_opening(placed.body.text) if placed.body and not placed.place.annexed else None
        on_its_own = id(placed) in self._answer_headings
        number = (opening["number"] if opening else None) or self._last_recommendation(placed)
        if placed.body is None or number is None or not (opening or on_its_own):
            return False
        rest = placed.body.cut(opening.end() if opening else len(placed.body.text))
        statement = Statement(Kind.MANAGEMENT_RESPONSE, placed.place, "Management response", number, answers=number)
        self._begin(statement, Placed(placed.fragment, placed.place, False, None, rest if rest.text else None))
        return True

    def _last_recommendation(self, placed: Placed) -> str | None:
        if self._recommendation is None or self._recommendation[0] != placed.place.part:
            return None
        return self._recommendation[1]

    def _begin(self, statement: Statement, placed: Placed) -> None:
        self._close()
        self._open = statement
        self._tables.below(statement)
        self.found.append(statement)
        if placed.body is not None:
            statement.first = placed.body
            statement.body.append(placed)

    def _close(self) -> None:
        self._open, self._level, self._quoting = None, None, False
        self._tables.below(None)

    # --- what a statement takes in -----------------------------------------------------------------------------

    def _heading(self, placed: Placed) -> None:
        statement, level = self._open, placed.fragment.block.level
        below = self._level is None or level is None or level > self._level
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
        elif self._quotes(statement, placed):
            pass
        elif statement.body:
            target = statement.body if self._is_stated(statement, placed) else statement.tail
            target.append(placed)
        elif self._is_title(placed):
            statement.title = f"{statement.title}: {placed.fragment.text}"
        else:
            statement.first = placed.fragment if _is_numbered_below(statement, placed) else placed.body
            statement.body.append(placed)

    def _quotes(self, statement: Statement, placed: Placed) -> bool:
        """ "Recommendation 1 reads as follows:": what stood before was its title, what follows is its text."""
        if not _QUOTES.search(placed.fragment.text) or len(statement.body) > 1 or statement.tail:
            return False
        if statement.body:
            statement.title = f"{statement.title}: {statement.body.pop().fragment.text}"
        self._quoting = True
        self.found.insert(self.found.index(statement), placed)
        return True

    def _is_title(self, placed: Placed) -> bool:
        """A short line between a label that stands alone and its text."""
        text = placed.fragment.text
        numbered = placed.fragment.block.paragraph is not None
        short = len(text.split()) <= _TITLE_WORDS and text[-1].isalnum()
        return short and not numbered and placed.fragment.role is Role.PARAGRAPH

    def _is_beyond(self, statement: Statement, placed: Placed) -> bool:
        if placed.fragment.cells or self._tables.has_rows:
            return True
        if statement.kind is Kind.RECOMMENDATION and placed.body and _FOLLOW_UP.match(placed.body.text):
            return True
        return self._quoting and placed.fragment.block.paragraph is not None

    def _is_stated(self, statement: Statement, placed: Placed) -> bool:
        if self._quoting or _is_numbered_below(statement, placed):
            return True
        in_list = placed.fragment.role is Role.LIST_ITEM
        return in_list and not statement.tail and statement.body[-1].fragment.text.endswith((":", ";", "and", "; or"))


def _is_numbered_below(statement: Statement, placed: Placed) -> bool:
    paragraph = placed.fragment.block.paragraph
    return paragraph is not None and statement.number is not None and paragraph.startswith(f"{statement.number}.")
