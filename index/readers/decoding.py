"""Bytes of a text file → characters, whatever somebody saved them as.

Order: byte order mark; UTF-16 without one (told by its zero bytes); UTF-8; and line by line where a file mixes
encodings: a line that is not UTF-8 is read as Windows-1252, its five undefined bytes as Latin-1.
"""

from __future__ import annotations

import codecs

from index.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096  # bytes that decide whether a file is UTF-16 without a mark


def decode(data: bytes, name: str) -> str:
    """The text of `data`. `name` is the file's name, for the message.

    Raises SourceError for bytes that are no text in any of these encodings.
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if encoding is not None:
        return data.decode(encoding, errors="replace")
    if b"\0" in data:
        raise SourceError(
            f"{name}: this is not a text file (it has zero bytes).",
            hint="Check the file's extension; save the document as PDF, DOCX, HTML or UTF-8 text.",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(_decode_line(line) for line in data.splitlines(keepends=True))


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 in a mostly Latin text has a zero in nearly every second byte, always on the same side."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 4:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _decode_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")
