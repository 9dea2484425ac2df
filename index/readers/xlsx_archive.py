"""Look through a workbook before a parser does: unpacked size, checksums, and how far its cells reach.

The parser lays out every sheet as a full rectangle. A single stray cell in the last row and column would make that
550 GB and end the process, so such a workbook is refused.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from index.errors import SourceError

_MAX_UNPACKED = 400 * 1024 * 1024  # bytes; the largest real export unpacks to 30 MB
_MAX_CELLS = 10_000_000  # of one sheet's rectangle; 32 bytes each
_CHUNK = 1024 * 1024

# A cell with content: empty ones, which only carry a format, end in "/>" and are laid out by nobody.
_CELL = re.compile(rb'<(?:\w+:)?c\b(?:[^>]*?\br="([A-Z]{1,4})(\d{1,9})")?[^>]*[^/]>')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"[^>]*[^/]>')


def check(data: bytes, name: str) -> None:
    """Raise SourceError for a workbook that is damaged, or that needs more memory than a table may."""
    unpacked = 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.infolist():
                unpacked += _check_member(archive, member, name, _MAX_UNPACKED - unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise damaged(name, error) from error


def damaged(name: str, error: Exception) -> SourceError:
    """The error for a workbook that cannot be opened."""
    return SourceError(
        f"{name}: this workbook is damaged or locked ({error}).",
        hint="Open it in a spreadsheet program, remove any password and save it again as XLSX.",
    )


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, allowance: int) -> int:
    """The unpacked size of one member, read a piece at a time so that none can fill the memory."""
    size, rest, reach = 0, b"", _Reach()
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > allowance:
                raise _too_large(name, f"unpacks to more than {_MAX_UNPACKED / 1e6:.0f} MB")
            piece = rest + chunk
            cut = piece.rfind(b"<")
            reach.take(piece[:cut] if cut > 0 else piece)
            rest = piece[cut:] if cut > 0 and len(piece) - cut < _CHUNK else b""
    reach.take(rest)
    if reach.cells > _MAX_CELLS:
        raise _too_large(name, f"has a sheet that reaches over {reach.rows:,} rows and {reach.columns:,} columns")
    return size


class _Reach:
    """The rectangle from the first cell of a sheet to the furthest row and column with content."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self._unplaced = 0  # cells without an address stand one after the other

    @property
    def cells(self) -> int:
        return self.rows * max(self.columns, self._unplaced)

    def take(self, xml: bytes) -> None:
        for column, row in _CELL.findall(xml):
            if not row:
                self._unplaced += 1
                continue
            self.rows = max(self.rows, int(row))
            self.columns = max(self.columns, _number(column))
        for row in _ROW.findall(xml):
            self.rows = max(self.rows, int(row))


def _number(column: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in column:
        number = 26 * number + letter - ord("A") + 1
    return number


def _too_large(name: str, why: str) -> SourceError:
    return SourceError(
        f"{name}: the workbook {why}.",
        hint="Delete stray cells below and beside the table, or export the sheet as CSV.",
    )
