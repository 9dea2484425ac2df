"""All that a generation knows of its collection's words: four small JSON files, written and read as one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from index.analysis import DEFAULT_LANGUAGE
from index.annotate.language import language_of
from index.facets import FACETS
from index.model import Document, Record
from index.words import acronyms
from index.words.acronyms import Acronym, Said
from index.words.forms import Forms
from index.words.names import Name, names
from index.words.phrases import Texts, frequent_phrases, least

WORDS = "words-3"  # part of a generation's identity: bump when the same texts would give another word book


class WordBook(NamedTuple):
    """What a collection says of its own words.

    `acronyms` by their lower-case form; `forms` by language: each word in lower case with the number of records
    that hold it; `phrases` with theirs; `names` of what records are filed under.
    """

    acronyms: dict[str, Acronym]
    forms: dict[str, dict[str, int]]
    phrases: dict[str, int]
    names: list[Name]

    @classmethod
    def learn(cls, records: Sequence[Record], documents: Mapping[str, Document]) -> WordBook:
        """Read all texts and titles of a collection."""
        texts = [_texts(record, documents[record.document_id]) for record in records]
        forms = Forms()
        for some in [*texts, *_titles(records, documents), *_filed_under(records, documents)]:
            forms.add(some)
        titles = (Said(one.title, _spoken(one), one.id) for one in documents.values())
        said = (
            Said(text, language, record.document_id)
            for record, some in zip(records, texts, strict=True)
            for text, language in some
        )
        counts = [item for language in forms.by_language.values() for item in language.items()]
        frequent = {word for word, records_with_it in counts if records_with_it >= least(len(records))}
        return cls(
            acronyms=acronyms.learn(chain(titles, said), forms.written),
            forms={language: dict(sorted(counts.items())) for language, counts in sorted(forms.by_language.items())},
            phrases=frequent_phrases(texts, frequent),
            names=names(records, documents),
        )

    def save(self, folder: Path) -> None:
        """Write the four files into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in self._plain().items():
            (folder / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")

    def _plain(self) -> dict[str, Any]:
        return self._asdict() | {"acronyms": acronyms.to_json(self.acronyms)}

    @classmethod
    def load(cls, folder: Path) -> WordBook:
        """Open what `save` wrote."""
        stored = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in cls._fields}
        return cls(
            acronyms=acronyms.from_json(stored["acronyms"]),
            forms=stored["forms"],
            phrases=stored["phrases"],
            names=[Name(*name) for name in stored["names"]],
        )


def _texts(record: Record, document: Document) -> Texts:
    return [(part.text, part.language or document.language or DEFAULT_LANGUAGE) for part in record.parts]


def _spoken(document: Document) -> str:
    """The language of a document's title."""
    return document.language or language_of(document.title) or DEFAULT_LANGUAGE


def _titles(records: Iterable[Record], documents: Mapping[str, Document]) -> Iterator[Texts]:
    """Every title once: a document's is the same for all its records."""
    for document in documents.values():
        yield [(document.title, _spoken(document))]
    for record in records:
        spoken = documents[record.document_id].language or DEFAULT_LANGUAGE
        yield [(title, spoken) for title in (record.title, *record.heading_path) if title]


def _filed_under(records: Iterable[Record], documents: Mapping[str, Document]) -> Iterator[Texts]:
    values = {
        value
        for record in records
        for facet in ("theme", "country")
        for part in record.parts[:1]
        for value in FACETS[facet](record, documents[record.document_id], part)
    }
    yield [(value, DEFAULT_LANGUAGE) for value in sorted(values)]
