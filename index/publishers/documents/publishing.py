"""From a document and what it is called to its extraction: what publishers of reports and papers end with."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from index.model import Extraction, Facets, Kind, Record
from index.publishers.countries import countries_in
from index.publishers.documents.cover import date_of, own_symbol, title_of
from index.publishers.documents.identity import Identity, slug
from index.publishers.documents.organisations import publisher_of
from index.publishers.documents.reading import statements_of
from index.publishers.documents.records import build_records
from index.publishers.identifiers import id_part
from index.readers.blocks import ReadDocument

STATED_BY_SECTIONS = frozenset(
    {
        Kind.FINDING,
        Kind.CONCLUSION,
        Kind.LESSON,
        Kind.GOOD_PRACTICE,
        Kind.RECOMMENDATION,
        Kind.CHALLENGE,
        Kind.SUCCESS_FACTOR,
    }
)
"""The kinds that a section's heading alone can make of its paragraphs."""


def identity_of(document: ReadDocument) -> Identity:
    """Symbol, or else title and year (the same country is evaluated again), or else file name."""
    title = title_of(document)
    if title == document.name:
        title = Path(document.name).stem
    symbol = own_symbol(document)
    published, year = date_of(document)
    named = slug(title) if year is None or str(year) in title else f"{slug(title)}-{year}"
    return Identity(publisher_of(document), id_part(symbol) if symbol else named, title, published, year)


def records_of(
    document: ReadDocument, identity: Identity, stated: Collection[Kind] = STATED_BY_SECTIONS
) -> tuple[Record, ...]:
    """All records of a document. `stated` are the kinds that unlabelled text may be of, by its section's heading."""
    return tuple(build_records(statements_of(document, stated), identity, document))


def extraction(document: ReadDocument, identity: Identity, records: tuple[Record, ...]) -> Extraction:
    """The document with the countries that its title names, and its records, which are about the same countries."""
    facets = Facets(countries=tuple(countries_in(identity.title)))
    described = identity.document(document.name, facets).model_copy(update={"url": document.metadata.get("url")})
    return Extraction(
        documents=(described,),
        records=tuple(record.model_copy(update={"facets": facets}) for record in records),
    )
