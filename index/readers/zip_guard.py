"""What an Office file may unpack to: a small archive can hold more zeros than any memory.

Sizes are checked as the archive declares them; `zipfile` never unpacks more than that.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from index.errors import SourceError

MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_MEMBERS = 10_000
MAX_XML_BYTES = 60 * 1024 * 1024  # of one part: parsing takes about ten times as much memory
_HEAD = 4096  # bytes in which a document type stands
_HINT = "Open the document in a word processor and save it again."


def check_package(data: bytes, name: str) -> None:
    """Raise SourceError, naming `name`, unless `data` is an Office package that is safe to unpack and parse.

    Refused: no ZIP archive, a damaged or encrypted one, one that unpacks to too much, and XML parts with a document
    type, which Office never writes and entity bombs need (ECMA-376 part 2, 8.1.4).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members, name)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        _check_head(part.read(_HEAD), member.filename, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise SourceError(
                f"{name}: this is an old Word file (.doc) or a password-protected one.",
                hint="Open it in a word processor and save it as .docx without a password.",
            ) from error
        raise SourceError(f"{name}: this is not a DOCX file, or it is damaged or was cut off.", hint=_HINT) from error


def _check_sizes(members: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(member.file_size for member in members)
    largest_xml = max((m.file_size for m in members if m.filename.endswith((".xml", ".rels"))), default=0)
    if unpacked > MAX_UNPACKED_BYTES or largest_xml > MAX_XML_BYTES or len(members) > MAX_MEMBERS:
        raise SourceError(
            f"{name}: the file unpacks to {unpacked / 1e6:,.0f} MB in {len(members):,} parts: too much.",
            hint="If the document is genuine, save it again without embedded files and images.",
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise SourceError(f"{name}: the file is encrypted.", hint="Save a copy without password protection.")


def _check_head(head: bytes, part: str, name: str) -> None:
    if b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
        raise SourceError(f"{name}: the part {part} has a document type, which no Office program writes.", hint=_HINT)
