"""IFRC operational learning (DREF): excerpts of final reports, coded by sector, dimension and kind of learning.

Three published variants of the table differ in column names, date formats and damage. An excerpt coded under
several sectors stands on several rows: it is one record with the facets united. The source numbers nothing, so a
record is named by its operation and its text.
"""

from __future__ import annotations

import re

from index.model import Anchor, Document, Extraction, Facets, Kind, Part, Polarity, Problem, Record
from index.publishers.collapse import RowGroup, collapse
from index.publishers.identifiers import text_digest
from index.publishers.ifrc_dates import DATE, Dates
from index.publishers.placeholders import text_of
from index.publishers.source import SourceTable
from index.readers.rows import Row, Table

_OPERATION = "Lead Title"
_EXCERPT = "Modified Excerpt"
_LEARNING = "Learning"
_TYPE = "Type of operation"
_CODED = "DREF Operational Learning 1.0 - "
_SECTORS = ("DREF Sector", "DREF_Sector", f"{_CODED}Sector")
_DIMENSIONS = ("DREF Dimension", "DREF_Dimension", f"{_CODED}Dimension")
_SUBDIMENSIONS = ("DREF Subdimension", "DREF_Subdimension", f"{_CODED}Subdimension")

_KINDS = {
    "lessons learnt": (Kind.LESSON, None),
    "challenges": (Kind.CHALLENGE, Polarity.CHALLENGE),
    "success": (Kind.SUCCESS_FACTOR, Polarity.SUCCESS),
}
_UNKNOWN = (Kind.OTHER, None)
_OPERATION_CODE = re.compile(r"MDR[A-Z0-9]{2,3}\d{3}")


def confidence(table: Table) -> float:
    """1 for a table with the three columns that all variants share, 0 for anything else."""
    return 1.0 if {_OPERATION, _EXCERPT, _LEARNING} <= set(table.columns) else 0.0


def publish(source: SourceTable) -> Extraction:
    """The operations and their excerpts. Rows without operation or excerpt are reported and left out."""
    rows = source.table.rows
    problems = [problem for row in rows for problem in _doubts(source, row)]
    documents, records = [], []
    for operation, group in collapse(rows, _operation).items():
        dates = Dates(group)
        problems += dates.problems(source, operation)
        documents.append(_document(source.file, operation, group, dates))
        records += [_record(name, excerpt, dates) for name, excerpt in collapse(group.rows, _name).items()]
    return Extraction(documents=tuple(documents), records=tuple(records), problems=tuple(problems))


def _operation(row: Row) -> str:
    """The operation of a usable row, "" for one that cannot be used."""
    code = row.values[_OPERATION]
    return code if _OPERATION_CODE.fullmatch(code) and text_of(row.values[_EXCERPT]) else ""


def _name(row: Row) -> str:
    kind, _ = _kind(row)
    return f"{kind}:{row.values[_OPERATION]}-{text_digest(row.values[_EXCERPT])}"


def _kind(row: Row) -> tuple[Kind, Polarity | None]:
    return _KINDS.get(row.values[_LEARNING].casefold(), _UNKNOWN)


def _document(file: str, operation: str, group: RowGroup, dates: Dates) -> Document:
    facets = _facets(group)
    kind_of_operation = group.one(_TYPE)
    about = ", ".join([*group.names("Hazard"), *facets.countries])
    published, year = dates.of(group)
    return Document(
        id=f"ifrc:operation:{operation}",
        publisher="ifrc",
        title=f"{kind_of_operation} operation {operation}".strip() + (f": {about}" if about else ""),
        number=operation,
        source=file,
        published=published,
        year=year,
        evaluation_type=kind_of_operation or None,
        facets=facets.model_copy(update={"themes": ()}),
    )


def _record(name: str, excerpt: RowGroup, dates: Dates) -> Record:
    row = excerpt.rows[0]
    kind, polarity = _kind(row)
    published, year = dates.of(excerpt)
    return Record(
        id=f"ifrc:{name}",
        local_id=name,
        document_id=f"ifrc:operation:{row.values[_OPERATION]}",
        kind=kind,
        polarity=polarity,
        parts=(Part(name="text", text=excerpt.one(_EXCERPT), polarity=polarity, anchor=Anchor()),),
        facets=_facets(excerpt),
        published=published,
        year=year,
        details=_details(excerpt, dimension=_DIMENSIONS, dimension_code=("DREF_DimCode",), operation_type=(_TYPE,)),
    )


def _facets(group: RowGroup) -> Facets:
    """Sector, subdimension and hazard are what people look for by theme; names hold commas, never a second name."""
    return Facets(
        themes=group.names(*_SECTORS, *_SUBDIMENSIONS, "Hazard", separator=None),
        countries=group.names("Country", separator=None),
        regions=group.names("Region", separator=None),
    )


def _details(group: RowGroup, **columns: tuple[str, ...]) -> dict[str, str]:
    stated = {name: "; ".join(group.names(*of, separator=None)) for name, of in columns.items()}
    return {name: value for name, value in stated.items() if value}


def _doubts(source: SourceTable, row: Row) -> list[Problem]:
    code, learning = row.values[_OPERATION], row.values[_LEARNING]
    if not _OPERATION_CODE.fullmatch(code):
        return [source.problem(f"{_OPERATION} is {code!r}, not the code of an operation; left out", row=row)]
    if not text_of(row.values[_EXCERPT]):
        return [source.problem(f"{_EXCERPT} holds no text; left out", row=row)]
    doubts = []
    if learning.casefold() not in _KINDS:
        doubts.append(source.problem(f"{_LEARNING} is {learning!r}: the kind of the record is 'other'", row=row))
    strays = [name for name, value in row.values.items() if name != _LEARNING and value.casefold() in _KINDS]
    if strays:
        reason = f"a value of {_LEARNING} stands under {', '.join(strays)}: cells may be in the wrong columns"
        doubts.append(source.problem(reason, row=row, hint="Compare the row with the one above it."))
    if (date := row.values.get(DATE, "")) and not Dates.is_possible(date):
        doubts.append(source.problem(f"{date!r} cannot be the date; the record has none", row=row))
    return doubts
