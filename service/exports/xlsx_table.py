"""XLSX: the sheet "Records" has one row a record, the sheet "About" says what was asked.

Text stands in string cells of the format "Text". A program never calculates with those, not even after somebody has
edited one, so that nothing has to be put before a sign and every text is exact.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import partial
from typing import IO, TYPE_CHECKING

import xlsxwriter

from service.exports.base import ExportFormat
from service.exports.characters import printable
from service.exports.columns import COLUMNS, Cell, cells
from service.exports.result import Result

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767  # what a cell holds, in UTF-16 units (Excel specifications and limits)
_CUT = " … [cut: see the record's page]"
_WIDTHS = {"text": 80, "linked": 60, "evaluation": 45, "citation": 45, "also_in": 45, "source": 30}
_OPTIONS = {
    "constant_memory": True,  # rows go to disk as they come
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write(result: Result) -> Iterator[bytes]:
    """The workbook, made on disk and read from there."""
    with tempfile.TemporaryFile() as file:
        _fill(file, result)
        file.seek(0)
        yield from iter(partial(file.read, 1 << 16), b"")


def _fill(file: IO[bytes], result: Result) -> None:
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        made = datetime.combine(result.exported, time(tzinfo=UTC)).replace(tzinfo=None)
        book.set_properties({"title": "Afterwise", "created": made})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF2", "valign": "top"})
        records = book.add_worksheet("Records")
        records.freeze_panes(1, 2)
        records.autofilter(0, 0, max(1, len(result.answer.hits)), len(COLUMNS) - 1)
        for column, name in enumerate(COLUMNS):
            records.set_column(column, column, _WIDTHS.get(name, 16))
            records.write_string(0, column, name, head)
        for row, hit in enumerate(result.answer.hits, start=1):
            for column, value in enumerate(cells(hit, result)):
                _write(records, row, column, value, text)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 100)
        for row, (name, value) in enumerate(result.facts.items()):
            about.write_string(row, 0, name, head)
            _write(about, row, 1, value, text)


def _write(sheet: Worksheet, row: int, column: int, value: Cell, text: Format) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, text)
    elif value:
        sheet.write_string(row, column, _fitting(printable(value)), text)


def _fitting(text: str) -> str:
    """A text that a cell can hold; a longer one is cut and says so."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


FORMAT = ExportFormat("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", write)
