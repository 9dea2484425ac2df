"""The CSV file, read as programs read it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.exports import EXPORTS
from service.exports.columns import COLUMNS, cells
from service.exports.defuse import defused
from service.exports.result import Result, find_all


def read(result: Result) -> list[dict[str, str]]:
    text = b"".join(EXPORTS["csv"].write(result)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_every_record_is_a_row_with_every_cell(result: Result) -> None:
    rows = read(result)
    assert len(rows) == len(result.answer.hits)
    for row, hit in zip(rows, result.answer.hits, strict=True):
        expected = ["" if cell is None else defused(str(cell)) for cell in cells(hit, result)]
        assert [row[name] for name in COLUMNS] == expected
        assert row["export_query"] == '"harbour"'
        assert row["export_filters"] == "publisher: odd"
        assert row["export_generation"] == result.answer.generation
        assert row["export_exported"] == result.exported.isoformat()
        assert row["export_records"] == "All 12 records that were found."


def test_the_file_begins_with_a_byte_order_mark_and_its_head(result: Result) -> None:
    first = b"".join(EXPORTS["csv"].write(result)).split(b"\r\n")[0]
    assert first.startswith(b'\xef\xbb\xbf"rank","record_id","kind","title","text",')


def test_no_cell_begins_with_a_sign_whatever_parts_the_cells(result: Result) -> None:
    raw = b"".join(EXPORTS["csv"].write(result)).decode("utf-8-sig")
    assert not re.search(r"(?:^|[,;|\t\r\n\"])\s*[=+\-@＝＋－＠]", raw)
    assert "HYPERLINK" in raw


def test_a_result_of_nothing_is_a_head_without_rows(searcher: Searcher) -> None:
    nothing = find_all(searcher, SearchRequest(query='"no such words"'), most=10)
    assert read(nothing) == []


def test_a_long_query_does_not_swell_every_row(searcher: Searcher) -> None:
    result = find_all(searcher, SearchRequest(query="harbour " * 1_000), most=2)
    assert {len(row["export_query"]) for row in read(result)} == {301}


def test_a_spreadsheet_program_calculates_nothing(result: Result, converted: Callable[[bytes, str, str], Path]) -> None:
    sheet = load_workbook(converted(b"".join(EXPORTS["csv"].write(result)), "csv", "xlsx")).worksheets[0]
    assert [cell.value for cell in sheet["B"]] == ["record_id", *(hit.record_id for hit in result.answer.hits)]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
