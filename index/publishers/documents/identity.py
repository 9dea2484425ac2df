"""What a document is called: the publisher, its key in identifiers, and how identifiers are made from them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from index.model import Document, Facets
from index.publishers.identifiers import text_digest

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Identity:
    """Who published a document and what its records' identifiers begin with.

    `key` is a symbol ("DP-2025-6") or a slug of the title: it never holds what may change between two readings.
    """

    publisher: str
    key: str
    title: str
    published: date | None = None
    year: int | None = None

    @property
    def document_id(self) -> str:
        return f"{self.publisher}:{self.key}"

    def record_id(self, name: str) -> str:
        """The identifier of one record of this document: "undp:DP-2025-6:recommendation-3"."""
        return f"{self.document_id}:{name}"

    def document(self, source: str, facets: Facets | None = None) -> Document:
        """The document that this names."""
        return Document(
            id=self.document_id,
            publisher=self.publisher,
            title=self.title,
            source=source,
            published=self.published,
            year=self.year,
            facets=facets or Facets(),
        )


def slug(text: str) -> str:
    """`text` in lower-case ASCII words with hyphens, at most 80 characters, cut at a word."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = _WORD.findall(plain)
    out = ""
    for word in words:
        if out and len(out) + 1 + len(word) > _LONGEST_SLUG:
            break
        out = f"{out}-{word}" if out else word[:_LONGEST_SLUG]
    return out or fingerprint(text)


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits that stand for the letters and digits of a text.

    Hyphens and blanks do not count: a later version of a reader may join a broken word that this one left in two.
    """
    return text_digest("".join(filter(str.isalnum, text)))
