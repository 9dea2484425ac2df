"""How much a reader takes on: a file beyond these bounds is refused with a message instead of being tried."""

from __future__ import annotations

from pathlib import Path

from index.errors import SourceError

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_TEXT_BYTES = 50 * 1024 * 1024  # a long report has 1 MB
MAX_HTML_BYTES = 20 * 1024 * 1024
MAX_PAGES = 5000


def read_bytes(path: Path, limit: int = MAX_FILE_BYTES) -> bytes:
    """The content of a regular file of at most `limit` bytes.

    Raises SourceError, naming the file, when it is empty, too large, no regular file or not readable.
    """
    try:
        if not path.is_file():
            raise SourceError(f"{path.name}: this is not a file.", hint="Give the path of a document or of a folder.")
        size = path.stat().st_size
        if size > limit:
            raise SourceError(
                f"{path.name}: {size / 1e6:,.0f} MB is more than a document may have ({limit / 1e6:,.0f} MB).",
                hint="Split the document, or save it without images.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path.name}: the file cannot be read ({error.strerror}).",
            hint="Check that it exists and its permissions.",
        ) from error
    if not data:
        raise SourceError(f"{path.name}: the file is empty.", hint="Check that the file was downloaded completely.")
    return data
