"""XLSX → one table a visible sheet, with numbers and dates as a CSV export prints them."""

from __future__ import annotations

import zipfile
import zlib
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

Cell = int | float | str | bool | time | date | datetime | timedelta

_MAX_UNPACKED = 1024 * 1024 * 1024  # bytes; the largest real export unpacks to 40 MB
_CHUNK = 1024 * 1024


def read(path: Path) -> ReadTables:
    """The visible sheets of a workbook that hold anything. Raises SourceError for a file that is no workbook."""
    data = read_bytes(path)
    _check_archive(data, path.name)
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
        raise _damaged(path.name, error) from error
    if not tables:
        raise SourceError(f"{path.name}: no visible sheet holds a table.", hint="Check that the workbook is complete.")
    return ReadTables(path.name, tuple(tables), tuple(problems))


def _check_archive(data: bytes, name: str) -> None:
    """Unpack everything once, a piece at a time, so that no archive can fill the memory and no damage goes unseen."""
    unpacked = 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream:
                    while chunk := stream.read(_CHUNK):
                        unpacked += len(chunk)
                        if unpacked > _MAX_UNPACKED:
                            raise SourceError(
                                f"{name}: the workbook unpacks to more than {_MAX_UNPACKED / 1e9:.1f} GB.",
                                hint="Split it, or export its sheets as CSV.",
                            )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> SourceError:
    return SourceError(
        f"{name}: this workbook is damaged or locked ({error}).",
        hint="Open it in a spreadsheet program, remove any password and save it again as XLSX.",
    )


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
