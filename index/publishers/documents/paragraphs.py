"""Paragraphs → statements: where no label and no sub-heading says what belongs together.

One numbered paragraph is one statement with what follows it; without numbers each paragraph is. A list belongs to the
sentence before it, unless that sentence says what the items are ("The Office faces challenges such as:").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby, takewhile

from index.model import Kind
from index.publishers.documents.columns import Column, header
from index.publishers.documents.layout import left_edge, side_by_side
from index.publishers.documents.outline import Placed
from index.publishers.documents.sections import KIND_OF
from index.publishers.documents.statements import Statement
from index.publishers.placeholders import is_placeholder
from index.readers.blocks import Role

_FEWEST_WORDS = 4  # of loose text: less is a label of a chart or a page's decoration
_ANNOUNCES = re.compile(
    r"(?:in )?(?:this|the (?:present|following|next|above|current)) (?:section|chapter|part|annex|report|document|"
    r"paper)\b|(?:the|these) following (?:are|recommendations|findings|conclusions|lessons)|based on the .{3,120}"
    r"(?:following|below|emerged)|in (?:light|view) of the (?:above|findings)",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(r"\bfollowing (?:recommendations|findings|conclusions|lessons)\b[^.]*:$", re.IGNORECASE)
_NOTE = re.compile(r"\*|(?:source|notes?)\s*:", re.IGNORECASE)
_NAMED_IN_LEAD = (
    (Kind.CHALLENGE, re.compile(r"\b(?:challenges|constraints|shortcomings|weaknesses)\b", re.IGNORECASE)),
    (Kind.SUCCESS_FACTOR, re.compile(r"\b(?:successes|success factors|enabling factors)\b", re.IGNORECASE)),
    (Kind.LESSON, re.compile(r"\blessons\b", re.IGNORECASE)),
    (Kind.GOOD_PRACTICE, re.compile(r"\bgood practices\b", re.IGNORECASE)),
    (Kind.RECOMMENDATION, re.compile(r"\b(?:recommends?|recommendations are)\b", re.IGNORECASE)),
)
_ON_METHOD = re.compile(r"\b(?:limitation|method)", re.IGNORECASE)
_BULLET = re.compile(r"[•·▪–—*-]\s+")
_LAST_SENTENCE = re.compile(r"(?:^|[.!?]\s+)([^.!?]*:)\s*$")
_FINISHED = re.compile(r"[.!?:;)”’]$")
_ROW_NUMBER = re.compile(r"\D{0,16}(\d{1,3}(?:\.\d{1,2})?)\.?")  # "3", "R3", "Recommendation 3"
_STATING_COLUMNS = (Column.RECOMMENDATION, Column.ACTION)


class Paragraphs:
    """Reads the loose text of one section. `kind` is what its paragraphs are, `stated` what items of a list may be."""

    def __init__(self, kind: Kind, stated: Set[Kind]) -> None:
        self._kind, self._stated = kind, stated
        self._statements: list[Statement] = []
        self._current: Statement | None = None
        self._items_are: Kind | None = None  # what the sentence before a list says that its items are
        self._columns: tuple[Column, ...] = ()
        self._numbers_start_here = False

    def read(self, text: Sequence[Placed]) -> Iterator[Statement]:
        """The statements in reading order."""
        numbers = (placed.fragment.block.paragraph for placed in text)
        self._numbers_start_here = next(filter(None, numbers), None) == "1"
        for table, group in groupby(text, key=lambda p: p.fragment.block if p.fragment.cells else None):
            if table is not None:
                self._table(list(group))
                continue
            for placed in group:
                self._paragraph(placed)
        yield from self._statements

    def _paragraph(self, placed: Placed) -> None:
        if placed.fragment.role is Role.LIST_ITEM and self._items_are is not None:
            bullet = _BULLET.match(placed.fragment.text)
            item = placed.fragment.cut(bullet.end()) if bullet else placed.fragment
            self._statements.append(Statement(self._items_are, placed.place, first=item, body=[placed]))
        elif self._current is not None and self._goes_on(self._current, placed):
            self._current.body.append(placed)
        elif not self._joins_beside(placed):
            if not _divides_list(placed):
                self._items_are = self._kind_of_items(placed)
            self._current = self._begin(placed)
            if self._current is not None:
                self._statements.append(self._current)

    def _begin(self, placed: Placed) -> Statement | None:
        text = placed.body.text if placed.body else placed.fragment.text
        if len(text.split()) < _FEWEST_WORDS and placed.fragment.block.paragraph is None:
            return None
        if placed.fragment.has_leader or _NOTE.match(text):
            return Statement(Kind.CONTEXT, placed.place, body=[placed])
        announces = _ANNOUNCES.match(text) or _LEADS_ON.search(text)
        kind = Kind.OTHER if announces and self._kind is not Kind.CONTEXT else self._kind
        return Statement(kind, placed.place, number=self._number(kind, placed), first=placed.body, body=[placed])

    def _number(self, kind: Kind, placed: Placed) -> str | None:
        """The printed number, where a section numbers its statements from 1; other numbers are those of paragraphs."""
        paragraph = placed.fragment.block.paragraph
        numbered = self._numbers_start_here and kind in KIND_OF.values() and paragraph is not None
        return paragraph if numbered else None

    def _goes_on(self, statement: Statement, placed: Placed) -> bool:
        if placed.place.path != statement.place.path or placed.fragment.block.paragraph is not None:
            return False
        last = statement.body[-1].fragment
        if _NOTE.match(placed.fragment.text):
            return False
        row = statement.body[0].fragment
        if row.cells and row.page != placed.fragment.page:
            return True  # the end of a table's row, which a page break cut off
        if placed.fragment.text[0].islower() and not _FINISHED.search(last.text):
            return True
        if placed.fragment.role is Role.LIST_ITEM:
            return last.role is Role.LIST_ITEM or last.text.endswith(":") or statement.kind in KIND_OF.values()
        return statement.body[0].fragment.block.paragraph is not None

    def _joins_beside(self, placed: Placed) -> bool:
        """Join a text to the statement it is set beside, the left one first."""
        if self._kind not in KIND_OF.values() or placed.fragment.block.paragraph is not None:
            return False
        page = placed.fragment.block.page
        on_page = takewhile(lambda s: s.body[0].fragment.block.page == page, reversed(self._statements))
        beside = [s for s in on_page if page is not None and s.kind is self._kind and len(s.body) == 1]
        found = next((s for s in beside if side_by_side(s.body[0].fragment, placed.fragment)), None)
        if found is None:
            return False
        found.body = sorted([*found.body, placed], key=lambda p: left_edge(p.fragment))
        found.first = found.body[0].body
        return True

    def _kind_of_items(self, placed: Placed) -> Kind | None:
        sentence = _LAST_SENTENCE.search(placed.fragment.text)
        if sentence is None or placed.place.annexed or self._kind is Kind.CONTEXT:
            return None
        if any(_ON_METHOD.search(heading) for heading in placed.place.path):
            return None  # challenges to the evaluation itself
        named = [(m.start(), kind) for kind, name in _NAMED_IN_LEAD for m in name.finditer(sentence.group(1))]
        kind = max(named)[1] if named else None  # "To meet these challenges, the evaluation recommends:"
        return kind if kind in self._stated else None

    def _table(self, rows: list[Placed]) -> None:
        columns = header(rows[0].fragment.values)
        if columns is not None:
            self._columns = columns
            rows = rows[1:]
        if self._holds_recommendations():
            self._statements += _stating_rows(rows, self._columns)
            self._current = self._statements[-1] if rows and self._statements else None
        elif rows:
            kind = Kind.CONTEXT if self._kind is Kind.CONTEXT else Kind.OTHER
            self._statements.append(Statement(kind, rows[0].place, body=rows))
            self._current = None

    def _holds_recommendations(self) -> bool:
        if Column.RECOMMENDATION in self._columns:
            return Kind.RECOMMENDATION in self._stated and self._kind is not Kind.CONTEXT
        return self._kind is Kind.RECOMMENDATION and Column.ACTION in self._columns


def _divides_list(placed: Placed) -> bool:
    """Whether a line only divides a list: "Operational level:"."""
    text = placed.fragment.text
    return text.endswith(":") and len(text.split()) <= _FEWEST_WORDS


def _stating_rows(rows: Iterable[Placed], columns: Sequence[Column]) -> Iterator[Statement]:
    """A table of recommendations: one a row, with who is responsible until when."""
    for placed in rows:
        cells = dict(zip(columns, placed.fragment.cells, strict=False))
        stated = next((cells.pop(column) for column in _STATING_COLUMNS if column in cells), None)
        if stated is not None and stated.text:
            details = {column: cell.text for column, cell in cells.items() if not is_placeholder(cell.text)}
            number = _ROW_NUMBER.fullmatch(details.pop(Column.NUMBER, ""))
            yield Statement(
                Kind.RECOMMENDATION,
                placed.place,
                number=number.group(1) if number else None,
                first=stated,
                body=[placed],
                details=details,
            )
