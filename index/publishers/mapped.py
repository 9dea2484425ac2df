"""A table and a mapping → documents and records."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import PurePath

from index.errors import MappingError
from index.model import Anchor, Document, Extraction, Kind, Link, Part, Problem, Record
from index.publishers.collapse import RowGroup, collapse
from index.publishers.identifiers import id_part, text_digest
from index.publishers.mapped_fields import Fields
from index.publishers.mapping import Mapping, RecordMapping
from index.publishers.source import SourceTable
from index.readers.rows import Row, Table

# A response or an action may consist of its status alone; of any other record the text is the point.
_WITHOUT_TEXT = {Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION}


def publish_mapped(sources: Sequence[SourceTable], mapping: Mapping) -> list[Extraction]:
    """What each table gives that the mapping is for: its sheet, or else every table with all its columns.

    Raises MappingError where no table has the columns that the mapping names.
    """
    if mapping.sheet is not None:
        named = [source for source in sources if source.table.name == mapping.sheet]
        if not named:
            sheets = ", ".join(source.table.name for source in sources)
            raise MappingError(
                f"{mapping.file}: sheet: {sources[0].file} has no sheet {mapping.sheet!r}.",
                hint=f"Its sheets are: {sheets}.",
                details={"file": mapping.file, "key": "sheet"},
            )
        sources = named
    fitting = [source for source in sources if not _missing(source.table, mapping)]
    if not fitting:
        raise _misfit(sources[0], mapping)
    left_out = [source for source in sources if source not in fitting]
    reason = f"the table lacks columns that {mapping.file} names; it was left out"
    return [
        Extraction(
            problems=tuple(source.problem(reason, hint="Name one sheet in the mapping.") for source in left_out)
        ),
        *(_published(source, mapping) for source in fitting),
    ]


def _missing(table: Table, mapping: Mapping) -> list[tuple[str, str]]:
    return [(key, column) for key, column in mapping.columns() if column not in table.columns]


def _misfit(source: SourceTable, mapping: Mapping) -> MappingError:
    key, column = _missing(source.table, mapping)[0]
    alike = difflib.get_close_matches(column, source.table.columns, n=1)
    meant = f"Did you mean {alike[0]!r}? " if alike else ""
    return MappingError(
        f"{mapping.file}: {key}: {source.file} has no column {column!r}.",
        hint=f"{meant}Its columns are: {', '.join(source.table.columns)}.",
        details={"file": mapping.file, "key": key, "column": column},
    )


def _published(source: SourceTable, mapping: Mapping) -> Extraction:
    rows = source.table.rows
    problems = [
        source.problem(f"no {' + '.join(mapping.document.id)}: the row has no document", row=row)
        for row in rows
        if not _document_part(row, source, mapping)
    ]
    documents, records = [], []
    for part, group in collapse(rows, lambda row: _document_part(row, source, mapping)).items():
        fields = Fields(group, mapping.date_formats)
        documents.append(_document(part, fields, source, mapping))
        problems += [source.problem(doubt, hint=_DATE_HINT) for doubt in fields.doubts]
        for of in mapping.record:
            found, doubts = _records(part, group, of, source, mapping)
            records += found
            problems += doubts
    return Extraction(documents=tuple(documents), records=tuple(records), problems=tuple(problems))


_DATE_HINT = "Give the format of the table's dates in date_formats."


def _document_part(row: Row, source: SourceTable, mapping: Mapping) -> str:
    if mapping.document.id:
        return _joined(row, mapping.document.id)
    return id_part(PurePath(source.file).stem) or "table"


def _joined(row: Row, columns: tuple[str, ...]) -> str:
    parts = [id_part(row.values[column]) for column in columns]
    return "-".join(parts) if all(parts) else ""


def _document(part: str, fields: Fields, source: SourceTable, mapping: Mapping) -> Document:
    of = mapping.document
    published, year = fields.date_and_year(of.published, of.year)
    stated = {name: fields.name(getattr(of, name)) for name in ("number", "url", "evaluation_type", "timing", "nature")}
    return Document(
        id=f"{mapping.publisher}:document:{part}",
        publisher=mapping.publisher,
        title=fields.name(of.title) or part,
        source=source.file,
        published=published,
        year=year,
        stage=of.stage,
        visibility=of.visibility,
        facets=fields.facets(of.facets),
        **stated,
    )


def _records(
    document: str, group: RowGroup, of: RecordMapping, source: SourceTable, mapping: Mapping
) -> tuple[list[Record], list[Problem]]:
    records: list[Record] = []
    problems: list[Problem] = []

    def name(row: Row) -> str:
        return _joined(row, of.id) if of.id else _name_by_text(row, document, of)

    unnamed = f"no {' + '.join(of.id)}" if of.id else "no text"
    problems += [source.problem(f"{unnamed}: the row was left out", row=row) for row in group.rows if not name(row)]
    for part, rows in collapse(group.rows, name).items():
        fields = Fields(rows, mapping.date_formats)
        record = _record(part, document, fields, of, mapping)
        records.append(record)
        if not record.parts and record.kind not in _WITHOUT_TEXT:
            problems.append(source.problem("no usable text", record_id=record.id))
        problems += [source.problem(doubt, record_id=record.id, hint=_DATE_HINT) for doubt in fields.doubts]
        problems += [
            source.problem(f"rows of one record differ in {column!r}; what most say was taken", record_id=record.id)
            for column in sorted(rows.disagreements)
        ]
    return records, problems


def _name_by_text(row: Row, document: str, of: RecordMapping) -> str:
    first = next(iter(of.parts.values()))
    text = Fields(RowGroup([row]), ()).text(first)
    return f"{document}-{text_digest(text)}" if text else ""


def _record(part: str, document: str, fields: Fields, of: RecordMapping, mapping: Mapping) -> Record:
    kind = fields.kind(of.kind)
    published, year = fields.date_and_year(of.published, of.year)
    anchor = Anchor(row=part if of.id else None)
    return Record(
        id=f"{mapping.publisher}:{kind}:{part}",
        local_id=f"{kind}:{part}",
        document_id=f"{mapping.publisher}:document:{document}",
        kind=kind,
        parts=tuple(
            Part(
                name=name,
                text=text,
                kind=source.kind,
                polarity=source.polarity,
                criterion=source.criterion,
                anchor=anchor,
            )
            for name, source in of.parts.items()
            if (text := fields.text(source))
        ),
        title=fields.name(of.title),
        criterion=fields.criterion(of.criterion),
        polarity=fields.polarity(of.polarity),
        facets=fields.facets(of.facets),
        published=published,
        year=year,
        status=fields.name(of.status),
        progress=fields.name(of.progress),
        details={name: value for name, source in of.details.items() if (value := fields.name(source))},
        links=tuple(
            Link(relation=relation, target=f"{mapping.publisher}:{link.kind}:{target}")
            for relation, link in of.links.items()
            if (target := _joined(fields.group.rows[0], link.id))
        ),
    )
