"""Workbooks give what a CSV export of them prints."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from index.errors import SourceError
from index.readers import csv_reader, xlsx_reader
from index.readers.rows import ReadTables


def read(tmp_path: Path, *sheets: tuple[str, list[list[object]]]) -> ReadTables:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, cells in sheets:
        sheet = workbook.create_sheet(title)
        for row in cells:
            sheet.append(row)
    workbook.save(tmp_path / "book.xlsx")
    return xlsx_reader.read(tmp_path / "book.xlsx")


def test_cells_print_as_in_csv(tmp_path: Path) -> None:
    cells: list[list[object]] = [
        ["number", "whole", "broken", "day", "moment", "clock", "yes", "none"],
        [1907, 1907.0, 2.5, date(2017, 11, 1), datetime(2021, 1, 29, 8, 30), time(9, 15), True, None],  # noqa: DTZ001
    ]
    tables = read(tmp_path, ("Data", cells))
    assert list(tables.tables[0].rows[0].values.values()) == [
        "1907",
        "1907",
        "2.5",
        "2017-11-01",
        "2021-01-29 08:30:00",
        "09:15:00",
        "TRUE",
        "",
    ]


def test_same_table_as_csv(tmp_path: Path) -> None:
    cells = [["No", "Lesson"], ["1", "first_x000d_\nsecond"], ["2", "\uf0a7\tbullet<br/>"]]
    (tmp_path / "Data.csv").write_text(
        'No,Lesson\n1,"first_x000d_\nsecond"\n2,\uf0a7\tbullet<br/>\n', encoding="utf-8", newline=""
    )
    from_csv = csv_reader.read(tmp_path / "Data.csv").tables[0]
    assert read(tmp_path, ("Data", [list(row) for row in cells])).tables[0] == from_csv


def test_every_visible_sheet_with_content_is_a_table(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["No", "Lesson"])
    workbook.active.append([1, "a"])
    workbook.create_sheet("Empty")
    hidden = workbook.create_sheet("Hidden")
    hidden.append(["No", "Name"])
    hidden.sheet_state = "hidden"
    workbook.save(tmp_path / "book.xlsx")
    assert [table.name for table in xlsx_reader.read(tmp_path / "book.xlsx").tables] == ["Sheet"]


def test_rows_keep_their_numbers_below_empty_ones(tmp_path: Path) -> None:
    tables = read(tmp_path, ("Data", [["All lessons"], [], ["No", "Lesson"], [1, "a"]]))
    assert [(row.number, row.values) for row in tables.tables[0].rows] == [(4, {"No": "1", "Lesson": "a"})]


def test_problems_name_sheet_and_row(tmp_path: Path) -> None:
    tables = read(tmp_path, ("Data", [["No", "Lesson"], [1, "a", "surplus"]]))
    assert [problem.where for problem in tables.problems] == ["sheet Data, row 2"]


def test_no_sheet_with_content_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no visible sheet"):
        read(tmp_path, ("Data", []))


def test_a_stray_cell_in_the_last_corner_is_refused(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active["A1"] = "No"
    workbook.active["XFD1048576"] = "stray"
    workbook.save(tmp_path / "book.xlsx")
    with pytest.raises(SourceError, match="1,048,576 rows and 16,384 columns"):
        xlsx_reader.read(tmp_path / "book.xlsx")


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as member:
        for _ in range(410):
            member.write(bytes(1024 * 1024))
    with pytest.raises(SourceError, match="unpacks to more than"):
        xlsx_reader.read(path)


@pytest.mark.parametrize("kept", [0.2, 0.7, 0.98])
def test_a_truncated_workbook_is_an_error_that_names_it(tmp_path: Path, kept: float) -> None:
    read(tmp_path, ("Data", [["No", "Lesson"], [1, "a"]]))
    whole = (tmp_path / "book.xlsx").read_bytes()
    (tmp_path / "book.xlsx").write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(SourceError, match=r"book\.xlsx"):
        xlsx_reader.read(tmp_path / "book.xlsx")
