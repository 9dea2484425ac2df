"""The ILO i-eval Discovery export: lessons, good practices, recommendations with responses, evaluations.

Five sheets or five CSV files, recognised by their columns, with one row per record × country × region × unit ×
project symbol: the rows of one record become one record with the facets united. Status and progress of a
recommendation are kept as stated, also where they contradict each other ("No Action Planned", "Achieved").

Only the columns named here are read, so that the names of evaluation managers in internal exports stay out.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.model import Anchor, Extraction, Facets, Kind, Link, Part, Problem, Record, Relation
from index.publishers.collapse import RowGroup, collapse
from index.publishers.dates import parse_date
from index.publishers.identifiers import id_part
from index.publishers.ilo_documents import NUMBER, TITLE, completion_date, document_of, facets_of
from index.publishers.placeholders import is_placeholder, text_of
from index.publishers.source import SourceTable
from index.readers.rows import Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of one kind of record: `texts` gives part name, column and kind of each text."""

    kind: Kind
    id_column: str
    theme: str
    texts: tuple[tuple[str, str, Kind | None], ...]


_LESSONS = Sheet(
    Kind.LESSON,
    "Lessons learned ID",
    "Lessons learned theme",
    (("text", "Lessons learned description", None),),
)
_GOOD_PRACTICES = Sheet(
    Kind.GOOD_PRACTICE,
    "Good practices ID",
    "Good practices theme",
    (
        ("text", "Good practices description", None),
        ("context", "Context", Kind.CONTEXT),
        ("cause_effect", "Cause/effect", None),
        ("indicators", "Indicators", None),
        ("replication", "Replication", None),
        ("links", "Links", None),
    ),
)
_RECOMMENDATIONS = Sheet(
    Kind.RECOMMENDATION,
    "Recommendation ID",
    "Recommendation theme",
    (("text", "Recommendation description", None),),
)
_SHEETS = (_LESSONS, _GOOD_PRACTICES, _RECOMMENDATIONS)
_RESPONSE_TEXTS = (("action_plan", "Action plan", None), ("comments", "Comments", None))
_EVALUATIONS = ({NUMBER, TITLE, "Completion date"}, {NUMBER, TITLE, "Planned completion date"})


def confidence(table: Table) -> float:
    """1 for a sheet of the export, 0 for anything else: its column names are nobody else's."""
    columns = set(table.columns)
    is_ours = _sheet_of(table) is not None or any(needed <= columns for needed in _EVALUATIONS)
    return 1.0 if is_ours else 0.0


def publish(source: SourceTable) -> Extraction:
    """The documents and records of one sheet. Rows without number are reported."""
    rows = source.table.rows
    sheet = _sheet_of(source.table)
    evaluations = collapse(rows, lambda row: id_part(row.values[NUMBER]))
    problems = [
        source.problem("the row has no evaluation number", row=r) for r in rows if not id_part(r.values[NUMBER])
    ]
    records: list[Record] = []
    if sheet is not None:
        usable = [row for row in rows if id_part(row.values[NUMBER])]
        problems += [source.problem(f"no {sheet.id_column}", row=r) for r in usable if not _number(r.values, sheet)]
        for number, group in collapse(usable, lambda row: _number(row.values, sheet)).items():
            found = _records(number, group, sheet)
            records += found
            problems += _doubts(source, found[0], group, sheet)
    return Extraction(
        documents=tuple(document_of(number, group) for number, group in evaluations.items()),
        records=tuple(records),
        problems=tuple(problems),
    )


def _sheet_of(table: Table) -> Sheet | None:
    columns = set(table.columns)
    return next((s for s in _SHEETS if {NUMBER, s.id_column, s.texts[0][1]} <= columns), None)


def _number(values: dict[str, str], sheet: Sheet) -> str:
    return id_part(values[sheet.id_column])


def _records(number: str, group: RowGroup, sheet: Sheet) -> list[Record]:
    record = _record(number, group, sheet.kind, sheet.texts, sheet.theme)
    if sheet is not _RECOMMENDATIONS:
        return [record]
    state = {"status": _stated(group, "Management response"), "progress": _stated(group, "Progress")}
    recommendation = record.model_copy(
        update={
            **state,
            "published": parse_date(group.one("Recommendation date")),
            "details": _details(group, information_source="Information source"),
        }
    )
    response = _record(number, group, Kind.MANAGEMENT_RESPONSE, _RESPONSE_TEXTS, sheet.theme)
    link = Link(relation=Relation.RESPONDS_TO, target=recommendation.id)
    return [recommendation, response.model_copy(update={**state, "published": None, "links": (link,)})]


def _record(
    number: str, group: RowGroup, kind: Kind, texts: tuple[tuple[str, str, Kind | None], ...], theme: str
) -> Record:
    completed = completion_date(group)
    return Record(
        id=f"ilo:{kind}:{number}",
        local_id=f"{kind}:{number}",
        document_id=f"ilo:evaluation:{id_part(group.one(NUMBER))}",
        kind=kind,
        parts=_parts(number, group, texts),
        facets=_facets(group, theme),
        published=completed,
        year=completed.year if completed else None,
    )


def _parts(number: str, group: RowGroup, texts: tuple[tuple[str, str, Kind | None], ...]) -> tuple[Part, ...]:
    anchor = Anchor(row=number)
    return tuple(
        Part(name=name, text=text, kind=kind, anchor=anchor)
        for name, column, kind in texts
        if (text := text_of(group.one(column)))
    )


def _facets(group: RowGroup, theme: str) -> Facets:
    return facets_of(group).model_copy(update={"themes": group.names(theme, separator=None)})


def _stated(group: RowGroup, column: str) -> str | None:
    value = group.one(column)
    return None if is_placeholder(value) else value


def _details(group: RowGroup, **columns: str) -> dict[str, str]:
    return {name: value for name, column in columns.items() if (value := _stated(group, column))}


def _doubts(source: SourceTable, record: Record, group: RowGroup, sheet: Sheet) -> list[Problem]:
    doubts = []
    if not record.parts:
        reason = f"{sheet.texts[0][1]} holds no usable text ({group.one(sheet.texts[0][1]) or 'empty'})"
        doubts.append(source.problem(reason, record_id=record.id))
    doubts += [
        source.problem(f"rows of one record differ in {column!r}; what most rows say was taken", record_id=record.id)
        for column in sorted(group.disagreements)
    ]
    return doubts
