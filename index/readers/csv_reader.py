"""CSV and TSV → one table, whatever its encoding, separator or line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from index.errors import SourceError
from index.model import Problem
from index.readers.decoding import decode
from index.readers.grid import Grid, Repairs, to_table
from index.readers.limits import read_bytes
from index.readers.rows import ReadTables

_SEPARATORS = ",;\t|"
_SAMPLE = 200_000  # characters that decide on the separator
_MAX_CELL = 100 * 1024 * 1024  # characters


def read(path: Path) -> ReadTables:
    """The table in a CSV file. Raises SourceError for a file that is empty or no table at all."""
    text, problems = _text(read_bytes(path), path.name)
    text, separator = _separator(text)
    csv.field_size_limit(_MAX_CELL)
    rows, problem = _rows(text, separator, path.name)
    table, ragged = to_table(Grid(path.name, path.stem, None, enumerate(rows, start=1)), Repairs())
    if not table.columns:
        raise SourceError(f"{path.name}: the file holds no table.", hint="Check that it was exported completely.")
    problems += [problem] if problem else []
    return ReadTables(path.name, (table,), (*problems, *ragged))


def _text(data: bytes, name: str) -> tuple[str, list[Problem]]:
    try:
        text = decode(data, name)
    except SourceError:
        zeros = data.count(0)
        if zeros > len(data) // 100:
            raise
        text = decode(data.replace(b"\0", b""), name)
        return text, [Problem(file=name, reason=f"{zeros} zero bytes were left out", hint="Export the file again.")]
    return text, _undecodable(data, name)


def _undecodable(data: bytes, name: str) -> list[Problem]:
    """What to say of a file that is neither UTF-8 nor UTF-16 (which has zero bytes)."""
    if b"\0" in data:
        return []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"not UTF-8 (byte 0x{data[error.start]:02x} on line {line}); such lines were read as Windows-1252"
        return [Problem(file=name, reason=reason, hint="Check the accents; export as UTF-8 if they look wrong.")]
    return []


def _separator(text: str) -> tuple[str, str]:
    """`text` without Excel's `sep=` line, and the character that separates its cells.

    The one that gives most rows the same number of cells, two or more, wins; ties go to the larger number.
    """
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip().strip('"')) == 5:
        return rest, first.strip().strip('"')[4]
    return text, max(_SEPARATORS, key=lambda separator: _fit(text[:_SAMPLE], separator))


def _fit(sample: str, separator: str) -> tuple[float, int]:
    widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(row)]
    if len(widths) > 2 and len(sample) == _SAMPLE:
        widths.pop()  # the sample ends in the middle of a row
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _rows(text: str, separator: str, name: str) -> tuple[list[list[str]], Problem | None]:
    try:
        return list(_parsed(text, separator, strict=True)), None
    except csv.Error as error:
        try:
            rows = list(_parsed(text, separator, strict=False))
        except csv.Error as worse:
            raise SourceError(
                f"{name}: this is not a CSV file ({worse}).", hint="Export it again as CSV or XLSX."
            ) from worse
        place = f"near row {_rows_before(text, separator)}"
        reason = f"quotation marks are not paired ({error}); the rows were read as well as possible"
        return rows, Problem(file=name, where=place, reason=reason, hint="Check the texts of the rows around it.")


def _parsed(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict))


def _rows_before(text: str, separator: str) -> int:
    """How many rows can be read before the quotation marks go wrong, and the one in which they do."""
    count = 0
    try:
        for _ in _parsed(text, separator, strict=True):
            count += 1
    except csv.Error:
        return count + 1
    return count
