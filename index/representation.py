"""What of a passage is counted by BM25 and what is read by the encoder.

Neither changes what is shown: a hit's text is always the published one.
"""

from __future__ import annotations

from index.analysis import DEFAULT_LANGUAGE, terms
from index.model import Document, Part, Record

FILED_UNDER = ("themes", "countries", "symbols")
REPRESENTATION = "title-text-1"  # part of a generation's identity: bump when either function changes


def lexical_terms(text: str, part: Part, record: Record, document: Document) -> list[str]:
    """The terms of a passage: its text, the titles above it, and the themes, countries and projects it is filed under.

    Themes and countries are English in every export that we know, whatever the language of the text.
    """
    titles = [document.title, *record.heading_path, *([record.title] if record.title else [])]
    facets = [
        name for field in FILED_UNDER for name in getattr(record.facets, field) or getattr(document.facets, field)
    ]
    return [
        *terms(text, part.language or document.language),
        *terms("\n".join(titles), document.language),
        *terms("\n".join(facets), DEFAULT_LANGUAGE),
    ]


def heading(record: Record) -> str:
    """What the encoder reads before each passage of a record: the record's own title, if it has one.

    The evaluation's title is left out: it is the same for all its records and draws them together.
    """
    return f"{record.title}. " if record.title else ""
