"""Which reader reads which file: told by content first, by suffix second, because suffixes lie.

To add a format, write a module with `read(path)` and name it in `FORMATS`. Readers are imported when the first file
of their format comes, so that a folder of tables needs no PDF library in memory.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, cast

from index.errors import SourceError, UnknownFormat
from index.readers.blocks import ReadDocument
from index.readers.rows import ReadTables

_HEAD = 4096  # bytes that tell the format

Source = Path | BinaryIO


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. `holds` says whether a file that begins with these bytes is of this format for certain."""

    name: str
    suffixes: frozenset[str]
    module: str
    holds: Callable[[Source, bytes], bool] | None = None

    def read(self, path: Path) -> ReadTables | ReadDocument:
        """What the file holds. Raises SourceError where it cannot be read."""
        reader = cast("Callable[[Path], ReadTables | ReadDocument]", import_module(self.module).read)
        return reader(path)


def packs(member: str) -> Callable[[Source, bytes], bool]:
    """Tell an Office file by a member of its ZIP archive."""

    def holds(source: Source, head: bytes) -> bool:
        if not head.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(source) as archive:
                return member in archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError):
            return False

    return holds


def is_page(_: Source, head: bytes) -> bool:
    """Tell an HTML page by what it must begin with."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:100].lower()
    return start.startswith((b"<!doctype html", b"<html"))


FORMATS: tuple[Format, ...] = (
    Format("XLSX", frozenset({".xlsx", ".xlsm"}), "index.readers.xlsx_reader", packs("xl/workbook.xml")),
    Format("CSV", frozenset({".csv", ".tsv"}), "index.readers.csv_reader"),
    Format("JSON", frozenset({".json", ".jsonl", ".ndjson"}), "index.readers.json_reader"),
    Format("DOCX", frozenset({".docx", ".docm"}), "index.readers.docx", packs("word/document.xml")),
    Format("HTML", frozenset({".html", ".htm", ".xhtml"}), "index.readers.html", is_page),
    Format("PDF", frozenset({".pdf"}), "index.readers.pdf", lambda _, head: b"%PDF-" in head[:1024]),
    Format("text", frozenset({".txt", ".text", ".md"}), "index.readers.plain"),
)


def format_of(path: Path) -> Format:
    """The format of a file. Raises SourceError for one that is missing or empty, UnknownFormat for one nobody reads."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise SourceError(
            f"{path.name}: the file cannot be read ({error.strerror}).",
            hint="Check that it exists and its permissions.",
        ) from error
    return _told(path, head, path.name)


def format_of_data(data: bytes, name: str) -> Format:
    """The format of a file's content that is in memory. Raises as `format_of` does."""
    return _told(io.BytesIO(data), data[:_HEAD], name)


def _told(source: Source, head: bytes, name: str) -> Format:
    if not head:
        raise SourceError(f"{name}: the file is empty.", hint="Check that the file was downloaded completely.")
    for format_ in FORMATS:
        if format_.holds is not None and format_.holds(source, head):
            return format_
    suffix = Path(name).suffix.lower()
    for format_ in FORMATS:
        if suffix in format_.suffixes:
            return format_
    known = ", ".join(sorted(suffix for format_ in FORMATS for suffix in format_.suffixes))
    raise UnknownFormat(f"{name}: no reader knows this kind of file.", hint=f"Save it as one of: {known}.")
