"""XLSX → one table a visible sheet, with numbers and dates as a CSV export prints them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from index.errors import SourceError
from index.model import Problem
from index.readers.grid import Grid, Repairs, to_table
from index.readers.limits import read_bytes
from index.readers.rows import ReadTables
from index.readers.xlsx_archive import check, damaged

Cell = int | float | str | bool | time | date | datetime | timedelta


def read(path: Path) -> ReadTables:
    """The visible sheets of a workbook that hold anything. Raises SourceError for a file that is no workbook."""
    data = read_bytes(path)
    check(data, path.name)
    repairs = Repairs()
    tables, problems = [], list[Problem]()
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                grid = Grid(path.name, sheet.name, sheet.name, _numbered(workbook, sheet.name))
                table, ragged = to_table(grid, repairs)
                tables += [table] if table.columns else []
                problems += ragged
    except CalamineError as error:
        raise damaged(path.name, error) from error
    if not tables:
        raise SourceError(f"{path.name}: no visible sheet holds a table.", hint="Check that the workbook is complete.")
    return ReadTables(path.name, tuple(tables), tuple(problems))


def _numbered(workbook: CalamineWorkbook, sheet: str) -> Iterator[tuple[int, list[str]]]:
    cells = workbook.get_sheet_by_name(sheet)
    rows = cells.to_python(skip_empty_area=False)
    for number, row in enumerate(rows, start=1):
        yield number, [_printed(cell) for cell in row]


def _printed(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
