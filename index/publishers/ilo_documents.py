"""What a sheet of the ILO i-eval Discovery export says of evaluations."""

from __future__ import annotations

from datetime import date

from index.model import Document, Facets, Names
from index.publishers.collapse import RowGroup
from index.publishers.dates import parse_date
from index.publishers.placeholders import name_of

NUMBER = "Evaluation number"
TITLE = "Evaluation title"
_COMPLETED = "Completion date"
_PLANNED = "Planned completion date"


def document_of(number: str, group: RowGroup) -> Document:
    """The evaluation with this number, as far as the sheet describes it.

    Themes are those of the evaluation: the theme of a lesson is the lesson's own.
    """
    planned = parse_date(group.one(_PLANNED))
    published = completion_date(group) or planned
    return Document(
        id=f"ilo:evaluation:{number}",
        publisher="ilo",
        title=name_of(group.one(TITLE)) or f"Evaluation {number}",
        number=number,
        url=group.one("Url") or None,
        published=published,
        year=published.year if published else None,
        stage="planned" if group.one(_PLANNED) else "completed",
        evaluation_type=name_of(group.one("Evaluation type")) or None,
        timing=name_of(group.one("Evaluation timing")) or None,
        nature=name_of(group.one("Evaluation nature")) or None,
        facets=facets_of(group).model_copy(update={"themes": group.names("Theme(s)")}),
    )


def completion_date(group: RowGroup) -> date | None:
    """When the evaluation was completed. The export writes ISO dates, often the first of the month."""
    return parse_date(group.one(_COMPLETED))


def facets_of(group: RowGroup) -> Facets:
    """All facets but the theme. The unit and symbol of a recommendation stand in columns of their own."""
    return Facets(
        countries=group.names("Country(ies)", separator=None),
        regions=group.names("Region(s)", separator=None),
        units=group.names("Administrative unit(s)", "Recommendation administrative unit", "Technical unit(s)"),
        symbols=_symbols(group),
        funding=group.names("Funding source(s)"),
    )


def _symbols(group: RowGroup) -> Names:
    return group.names("Project symbol(s)", "Recommendation project symbol")
