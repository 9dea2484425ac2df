"""What a collection's records are filed under, for suggestions: titles, themes, countries, each with its records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from index.analysis import words
from index.facets import FACETS
from index.model import Document, Record

NameKind = Literal["title", "theme", "country"]
_FACETS: Mapping[NameKind, str] = {"theme": "theme", "country": "country"}
_TELLING = 3  # words of a record's own title; a shorter one is a heading like "Recommendation 3"


class Name(NamedTuple):
    """A title, theme or country as the source writes it, the years of what a title names, the number of records."""

    kind: NameKind
    text: str
    detail: str | None
    records: int


def names(records: Iterable[Record], documents: Mapping[str, Document]) -> list[Name]:
    """Every name that at least one record with text is filed under, in a fixed order."""
    filed: Counter[tuple[NameKind, str]] = Counter()
    years: dict[str, set[int]] = defaultdict(set)
    own: dict[str, set[str]] = defaultdict(set)
    for record in records:
        document = documents[record.document_id]
        if not record.parts:
            continue
        title = " ".join(document.title.split())
        filed["title", title] += 1
        if document.year:
            years[title].add(document.year)
        if record.title and sum(1 for _ in words(record.title)) >= _TELLING:
            own[" ".join(record.title.split())].add(record.id)
        for kind, facet in _FACETS.items():
            filed.update((kind, value) for value in FACETS[facet](record, document, record.parts[0]))
    # A title that many records share is a heading of a form, not a name.
    filed.update(("title", title) for title, ids in own.items() if len(ids) == 1)
    return [
        Name(kind, text, _span(sorted(years[text])) if kind == "title" else None, count)
        for (kind, text), count in sorted(filed.items())
    ]


def _span(years: Sequence[int]) -> str | None:
    """One year, or the first and the last."""
    return "-".join(map(str, dict.fromkeys((years[0], years[-1])))) if years else None
