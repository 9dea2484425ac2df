"""A record, its document and an anchor → what a reference says, each value on one line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index.model import Anchor, Document, Record
from retrieval.address import source_address
from retrieval.citation import cite, locator
from retrieval.citations.institutions import institution

_NO_TEXT = {"Cc", "Cs"}  # control characters, halves of surrogate pairs
_SPACES = re.compile(r"\s+")
# Embeddings, overrides and isolates: in a note or a spreadsheet they would turn round the text that follows.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Reference:
    """A report and the place in it that is cited. Nothing is made up: what no source states is None or empty.

    Only the year is given: many sources know no more, and write the first of a month or of January for it.
    """

    id: str
    title: str
    author: str | None  # the institution
    year: int | None  # the document's, not that of a later response to it
    number: str | None
    genre: str | None
    place: str  # "lesson 195128, p. 4"
    url: str | None  # with the page, where the source is a PDF
    language: str | None
    line: str  # the one-line citation
    remark: str = ""  # what else a reference manager is to keep


def reference(record: Record, document: Document, anchor: Anchor | None) -> Reference:
    """What to cite of a record at an anchor."""
    at = anchor or Anchor()
    published = document.published or record.published
    return Reference(
        id=record.id,
        title=one_line(document.title) or document.id,
        author=institution(one_line(document.publisher)),
        year=document.year or record.year or (published.year if published else None),
        number=one_line(document.number or "") or None,
        genre=one_line(document.evaluation_type or "") or None,
        place=one_line(locator(record, at)),
        url=source_address(document.url, at.page),
        language=one_line(document.language or "") or None,
        line=one_line(cite(record, document, anchor)),
    )


def one_line(text: str) -> str:
    """A text on one line, without control characters and without those that turn the direction of writing."""
    kept = (c for c in _SPACES.sub(" ", text) if c not in _TURNING and unicodedata.category(c) not in _NO_TEXT)
    return " ".join("".join(kept).split())
