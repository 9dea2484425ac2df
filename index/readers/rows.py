"""What every table reader gives: named tables of rows of strings, each row knowing its place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.model import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` as a spreadsheet shows it (the header is row 1), `values` by column name.

    Values are repaired text (see `index/readers/repair.py`), stripped, and never None: an empty cell is "".
    Formats without a header line count their records: the first JSON object is row 1.
    """

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file, one sheet, or one list of JSON objects."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ReadTables:
    """All tables of one file. `name` is the file's name, for messages and citations.

    `problems` are rows and cells that the reader could not use.
    """

    name: str
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...] = ()

    def rows(self) -> Iterable[tuple[Table, Row]]:
        """Every row of every table, in file order."""
        for table in self.tables:
            for row in table.rows:
                yield table, row
