"""NASA's Lessons Learned Information System as one public table: an abstract and a lesson a row.

Each lesson is a document of its own, because each has its own page on the web. Columns that a later study added
(topic numbers) are not read.
"""

from __future__ import annotations

import re

from index.model import Anchor, Document, Extraction, Facets, Kind, Names, Part, Problem, Record
from index.publishers.collapse import RowGroup, collapse
from index.publishers.dates import parse_past_date
from index.publishers.identifiers import id_part
from index.publishers.nasa_characters import repair_marks
from index.publishers.placeholders import name_of, text_of
from index.publishers.source import SourceTable
from index.readers.rows import Row, Table

_ID, _TITLE, _ABSTRACT, _LESSON = "LessonId", "Title", "Abstract", "Lesson"
_ORGANISATION, _DIRECTORATE, _CATEGORIES, _DATE = "Organization", "MissionDirectorate", "Categories", "LessonDate"

# The table joins names with ", "; these three hold a comma themselves.
_NAMES_WITH_COMMA = (
    "Packaging, Handling, Storage",
    "Parts, Materials, & Processes",
    "Procurement, Small Business & Industrial Relations",
)
_HEADER_AMONG_NAMES = "Categories"
# A text that only says where the text stands, or that it may not be shown.
_ELSEWHERE = re.compile(
    r"""see\ (?:the\ )?(?:attach(?:ed|ment).{0,20}
        |"?recommendations?(?:\(s\))?"?
        |(?:lessons?(?:\(s\))?)(?:\ learned)?(?:\ \d+)?)\.?
        |unavailable\.?
        |the\ text\ has\ been\ redacted\b.*""",
    re.VERBOSE | re.IGNORECASE,
)


def confidence(table: Table) -> float:
    """1 for a table with the columns of the export, 0 for anything else."""
    return 1.0 if {_ID, _TITLE, _ABSTRACT, _LESSON} <= set(table.columns) else 0.0


def publish(source: SourceTable) -> Extraction:
    """One document and one lesson a row. A lesson whose text stands elsewhere is kept and reported."""
    problems = [source.problem(f"no {_ID}", row=row) for row in source.table.rows if not _number(row)]
    documents, records = [], []
    for number, group in collapse(source.table.rows, _number).items():
        documents.append(_document(number, group))
        records.append(_record(number, group))
        problems += _doubts(source, records[-1], group)
    return Extraction(documents=tuple(documents), records=tuple(records), problems=tuple(problems))


def _number(row: Row) -> str:
    return id_part(row.values[_ID])


def _document(number: str, group: RowGroup) -> Document:
    published = parse_past_date(group.one(_DATE))
    return Document(
        id=f"nasa:llis:{number}",
        publisher="nasa",
        title=_title(group) or f"Lesson {number}",
        number=number,
        url=group.one("url") or None,
        published=published,
        year=published.year if published else None,
        facets=_facets(group),
    )


def _record(number: str, group: RowGroup) -> Record:
    published = parse_past_date(group.one(_DATE))
    anchor = Anchor(row=number)
    parts = [
        Part(name="text", text=text, anchor=anchor) if (text := _usable(group.one(_LESSON))) else None,
        Part(name="abstract", text=text, kind=Kind.CONTEXT, anchor=anchor)
        if (text := _usable(group.one(_ABSTRACT)))
        else None,
    ]
    return Record(
        id=f"nasa:lesson:{number}",
        local_id=f"lesson:{number}",
        document_id=f"nasa:llis:{number}",
        kind=Kind.LESSON,
        title=_title(group) or None,
        parts=tuple(filter(None, parts)),
        facets=_facets(group),
        published=published,
        year=published.year if published else None,
        details={"safety_issue": "yes"} if group.one("SafetyIssue") == "TRUE" else {},
    )


def _title(group: RowGroup) -> str:
    return name_of(repair_marks(group.one(_TITLE)))


def _usable(text: str) -> str:
    repaired = text_of(repair_marks(text))
    return "" if _ELSEWHERE.fullmatch(repaired) else repaired


def _facets(group: RowGroup) -> Facets:
    return Facets(
        themes=tuple(name for name in _names(group, _CATEGORIES) if name != _HEADER_AMONG_NAMES),
        units=tuple(sorted({*_names(group, _ORGANISATION), *_names(group, _DIRECTORATE)})),
    )


def _names(group: RowGroup, column: str) -> Names:
    cell = group.one(column)
    whole = [name for name in _NAMES_WITH_COMMA if name in cell]
    for name in whole:
        cell = cell.replace(name, "")
    return tuple(sorted({*whole, *filter(None, map(name_of, cell.split(",")))}))


def _doubts(source: SourceTable, record: Record, group: RowGroup) -> list[Problem]:
    doubts = []
    if not any(part.name == "text" for part in record.parts):
        stated = group.one(_LESSON) or "empty"
        reason = f"{_LESSON} holds no usable text ({stated[:60]})"
        doubts.append(source.problem(reason, record_id=record.id, hint="The lesson's web page may have it."))
    if group.one(_DATE) and record.published is None:
        doubts.append(source.problem(f"{group.one(_DATE)!r} cannot be the date", record_id=record.id))
    doubts += [
        source.problem(f"rows of one lesson differ in {column!r}; what most rows say was taken", record_id=record.id)
        for column in sorted(group.disagreements)
    ]
    return doubts
