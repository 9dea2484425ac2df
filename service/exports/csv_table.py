"""CSV: one row a record, UTF-8 with a byte order mark (Excel needs it), every cell in quotation marks, CR LF.

A file of this format has one table and no other place: lines before its head would break readers. What was asked
stands in the last columns of each row instead, so that it stays with a row that somebody copies out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from service.exports.base import ExportFormat
from service.exports.columns import COLUMNS, Cell, cells
from service.exports.defuse import defused
from service.exports.result import Result

_QUERY = 300  # characters: it stands in every row


def write(result: Result) -> Iterator[bytes]:
    """The table, row by row."""
    facts = result.facts | {"query": _cut(result.facts["query"])}
    yield b"\xef\xbb\xbf" + _row([*COLUMNS, *(f"export_{name}" for name in facts)])
    for hit in result.answer.hits:
        yield _row([*cells(hit, result), *facts.values()])


def _row(values: list[Cell]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow([_cell(value) for value in values])
    return line.getvalue().encode()


def _cell(value: Cell) -> str:
    return "" if value is None else defused(str(value))


def _cut(query: str) -> str:
    return query if len(query) <= _QUERY else f"{query[:_QUERY]}…"


FORMAT = ExportFormat("text/csv", "csv", write)
