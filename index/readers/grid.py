"""A grid of cells as a file gives it → a `Table`: header found, names made unique, ragged rows reported.

Shared by the readers of CSV and XLSX, so that both give the same table for the same content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.model import Problem
from index.readers.repair import repair
from index.readers.rows import Row, Table

Numbered = tuple[int, list[str]]  # a row as a spreadsheet numbers it, and its cells


class Grid(NamedTuple):
    """Numbered rows of raw cells. `sheet` is None where the file is one table."""

    file: str
    name: str
    sheet: str | None
    rows: Iterable[tuple[int, Sequence[str]]]


class Repairs(dict[str, str]):
    """Repaired cells by raw cell: exports repeat most of their values on many rows."""

    def __missing__(self, raw: str) -> str:
        repaired = self[raw] = repair(raw)
        return repaired


def to_table(grid: Grid, repairs: Repairs) -> tuple[Table, list[Problem]]:
    """The table in `grid` and the rows that do not fit it.

    The header is the first row with two or more cells (a title line above it has one), or the first row at all.
    Rows without any text are passed over. A row with more cells than the header is left out, because nobody can
    say which cell belongs to which column; a shorter one is taken as if its last cells were empty.
    """
    header, body = _split(_filled(grid, repairs))
    columns, problems = _columns(header, grid)
    rows = []
    for number, cells in body:
        row, problem = _row(number, cells, columns, grid)
        rows += [row] if row else []
        problems += [problem] if problem else []
    return Table(grid.name, columns, tuple(rows)), problems


def _filled(grid: Grid, repairs: Repairs) -> Iterator[Numbered]:
    for number, raw in grid.rows:
        cells = [repairs[cell] if cell else "" for cell in raw]
        if any(cells):
            yield number, cells


def _split(filled: Iterator[Numbered]) -> tuple[list[str], Iterable[Numbered]]:
    passed: list[Numbered] = []
    for number, cells in filled:
        if sum(map(bool, cells)) > 1:
            return cells, filled
        passed.append((number, cells))
    return (passed[0][1], passed[1:]) if passed else ([], ())


def _columns(header: list[str], grid: Grid) -> tuple[tuple[str, ...], list[Problem]]:
    while header and not header[-1]:
        header = header[:-1]
    seen: Counter[str] = Counter()
    columns, problems = [], []
    for position, cell in enumerate(header, start=1):
        name = " ".join(cell.split()) or f"column {position}"
        seen[name] += 1
        if seen[name] > 1:
            problems.append(
                _problem(grid, None, f"two columns are called {name!r}", "Rename one of them; the first one is read.")
            )
            name = f"{name} ({seen[name]})"
        columns.append(name)
    return tuple(columns), problems


def _row(number: int, cells: list[str], columns: tuple[str, ...], grid: Grid) -> tuple[Row | None, Problem | None]:
    surplus = [cell for cell in cells[len(columns) :] if cell]
    if surplus:
        reason = f"the row has {len(cells)} cells, the header {len(columns)}; the row was left out"
        return None, _problem(grid, number, reason, "Put quotation marks around cells that hold the separator.")
    missing = len(columns) - len(cells)
    problem = None
    if missing > 0:
        reason = f"the row has {len(cells)} cells, the header {len(columns)}; the last {missing} were taken as empty"
        problem = _problem(grid, number, reason, "Check that the file is complete and its quotation marks are paired.")
    values = dict(zip(columns, [*cells, *[""] * missing], strict=False))
    return Row(number, values), problem


def _problem(grid: Grid, number: int | None, reason: str, hint: str) -> Problem:
    places = [f"sheet {grid.sheet}"] if grid.sheet else []
    places += [f"row {number}"] if number else ["header"]
    return Problem(file=grid.file, where=", ".join(places), reason=reason, hint=hint)
