"""The workbook, cell by cell, and in a real spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape  # of _x0041_, which openpyxl leaves to its caller
from python_calamine import load_workbook as load_with_calamine

from service.exports import EXPORTS
from service.exports.characters import printable
from service.exports.columns import COLUMNS, cells
from service.exports.result import Result

CELL = 32_767  # UTF-16 units


def book_of(result: Result) -> bytes:
    return b"".join(EXPORTS["xlsx"].write(result))


def expected(result: Result) -> list[list[object]]:
    return [
        [printable(cell) if isinstance(cell, str) else cell for cell in cells(hit, result)]
        for hit in result.answer.hits
    ]


def test_every_text_is_exact_and_no_cell_is_a_formula(result: Result) -> None:
    sheet = load_workbook(io.BytesIO(book_of(result)))["Records"]
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head] == list(COLUMNS)
    assert len(rows) == len(result.answer.hits)
    for row, wanted in zip(rows, expected(result), strict=True):
        for name, cell, value in zip(COLUMNS, row, wanted, strict=True):
            assert cell.data_type != "f"
            if isinstance(value, str) and len(value.encode("utf-16-le")) > 2 * CELL:
                assert name == "text"
                assert len(cell.value.encode("utf-16-le")) <= 2 * CELL
                assert cell.value.endswith("[cut: see the record's page]")
                assert value.startswith(cell.value[:9_000])
            else:
                assert (unescape(cell.value) if isinstance(cell.value, str) else cell.value) == value


def test_text_stays_text_when_somebody_edits_it(result: Result) -> None:
    sheet = load_workbook(io.BytesIO(book_of(result)))["Records"]
    formats = {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row if cell.data_type != "n"}
    assert formats == {"@"}


def test_the_second_sheet_says_what_was_asked(result: Result) -> None:
    about = load_workbook(io.BytesIO(book_of(result)))["About"]
    assert {row[0].value: row[1].value for row in about.iter_rows()} == result.facts


def test_a_spreadsheet_program_shows_the_same_and_calculates_nothing(
    result: Result, converted: Callable[[bytes, str, str], Path]
) -> None:
    # 44,34,76: comma, quotation mark, UTF-8
    table = converted(book_of(result), "xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1").read_text("utf-8")
    head, *rows = csv.reader(io.StringIO(table, newline=""), strict=True)
    assert head == list(COLUMNS)
    text = COLUMNS.index("text")
    shown = {row[COLUMNS.index("record_id")]: row[text] for row in rows}
    assert shown["odd:lesson:formula"] == '=HYPERLINK("https://example.org","harbour")'
    assert shown["odd:lesson:markup"] == "<script>alert('harbour')</script> & <b>bold</b> &amp;"
    assert shown["odd:lesson:underscore"] == "harbour _x0041_ and _x000D_"
    assert shown["odd:lesson:arabic"] == "مكتب الميناء harbour أنجز السجل"


def test_other_programs_read_the_same_table(result: Result) -> None:
    rows = load_with_calamine(io.BytesIO(book_of(result))).get_sheet_by_name("Records").to_python()
    assert len(rows) == len(result.answer.hits) + 1
    assert rows[0] == list(COLUMNS)
