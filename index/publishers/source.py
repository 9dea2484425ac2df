"""A table with its place in a file, so that every problem says where it is."""

from __future__ import annotations

from dataclasses import dataclass

from index.model import Problem
from index.readers.rows import Row, Table


@dataclass(frozen=True, slots=True)
class SourceTable:
    """What a table publisher gets. `sheet` is the sheet's name, None where the file is one table."""

    file: str
    table: Table
    sheet: str | None = None

    def problem(
        self, reason: str, *, row: Row | None = None, hint: str | None = None, record_id: str | None = None
    ) -> Problem:
        """A problem in this table, or in one of its rows."""
        places = [f"sheet {self.sheet}"] if self.sheet else []
        places += [f"row {row.number}"] if row else []
        where = ", ".join(places) or None
        return Problem(file=self.file, where=where, reason=reason, hint=hint, record_id=record_id)
