"""Several rows of one record → one record: exports repeat it for every country, region and unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from index.model import Names
from index.publishers.placeholders import names_of
from index.readers.rows import Row


class RowGroup:
    """All rows of one record. What it says does not depend on their order."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.disagreements: set[str] = set()

    def one(self, column: str) -> str:
        """The record's only value of `column`, "" where the table has no such column.

        Where rows disagree (it is noted in `disagreements`) the value of most rows is taken, then the longest.
        """
        if len(self.rows) == 1:
            return self.rows[0].values.get(column, "")
        counts = Counter(value for row in self.rows if (value := row.values.get(column, "")))
        if len(counts) > 1:
            self.disagreements.add(column)
        return max(counts, key=lambda value: (counts[value], len(value), value), default="")

    def names(self, *columns: str, separator: str | None = ";") -> Names:
        """All names in `columns` of all rows, sorted, each once, without placeholders."""
        cells = {row.values.get(column, "") for row in self.rows for column in columns}
        return tuple(sorted({name for cell in cells for name in names_of(cell, separator)}))


def collapse(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, RowGroup]:
    """Rows by the record that they tell of. Rows whose key is "" are left out: the caller reports them."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if name := key(row):
            groups[name].append(row)
    return {name: RowGroup(group) for name, group in sorted(groups.items())}
