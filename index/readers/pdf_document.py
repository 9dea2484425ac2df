"""Opening PDFs and their pages with pdfium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium

from index.errors import SourceError
from index.readers import whereabouts
from index.readers.pdf_chars import Chars
from index.readers.pdf_text import Page, segments

# Pdfium is not thread-safe (https://pypdfium2.readthedocs.io, "Thread incompatibility").
_LOCK = threading.Lock()


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """The PDF in `data`, under the lock that pdfium needs. Raises SourceError, naming `name`, where it is no PDF."""
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise _unreadable(name, str(error)) from error
        try:
            yield document
        finally:
            document.close()


def read_page(document: pdfium.PdfDocument, number: int, name: str) -> Page:
    """Page `number`, counted from 1. Raises SourceError, naming file and page, where pdfium cannot load it."""
    whereabouts.report(f"page {number}")
    try:
        page = document[number - 1]
        text_page = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise SourceError(
            f"{name}, page {number}: the page is damaged and cannot be read.",
            hint="Open the document in a PDF viewer and save it again, or print it to a new PDF.",
        ) from error
    try:
        width, height = page.get_size()
        return Page(number, width, height, segments(Chars(page, text_page)))
    finally:
        text_page.close()
        page.close()


def _unreadable(name: str, reason: str) -> SourceError:
    if "password" in reason.lower():
        return SourceError(f"{name}: the PDF is encrypted.", hint="Save a copy without password protection.")
    return SourceError(
        f"{name}: this is not a PDF, or it is damaged or was cut off.",
        hint="Download the document again, or open it in a PDF viewer and save it anew.",
    )
