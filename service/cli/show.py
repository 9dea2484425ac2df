"""`afterwise show ID`"""

from __future__ import annotations

from typing import Annotated

import typer

from index.opened import open_generation
from retrieval.errors import NotFound, Withdrawn
from retrieval.lookup import DocumentView, RecordView, find_document, find_record
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="A record, passage or document, e.g. ilo:lesson:156630.")],  # noqa: A002
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
) -> None:
    """Show a whole record, or what is known of a document and a list of its records."""
    opened = open_generation(data)
    view: RecordView | DocumentView
    try:
        view = find_record(opened, id)
    except Withdrawn:
        raise
    except NotFound as no_record:
        try:
            view = find_document(opened, id)
        except NotFound:
            raise no_record from None
    if as_json:
        print_json(view)
    elif isinstance(view, RecordView):
        _print_record(view)
    else:
        _print_document(view)


def _print_record(view: RecordView) -> None:
    console.print(f"{view.kind.value.replace('_', ' ').upper()}  {view.id}", style="bold")
    console.print(view.citation, style="italic")
    facts = {"status": view.status, "progress": view.progress, **view.facets.model_dump(), **view.details}
    for name, value in facts.items():
        if value:
            console.print(f"{name}: {value if isinstance(value, str) else ', '.join(value)}")
    for part in view.texts:
        console.print(f"\n{part.name}", style="bold")
        console.print(part.text)
    for one in view.linked:
        console.print(f"\n{one.kind.value.replace('_', ' ')}  {one.id}", style="bold")
        console.print(" / ".join(filter(None, [one.status, one.progress])) or "no status")
        for part in one.texts:
            console.print(part.text)


def _print_document(view: DocumentView) -> None:
    console.print(f"{view.document.title}  {view.document.id}", style="bold")
    for name, value in view.document.model_dump(mode="json", exclude={"id", "title", "facets"}).items():
        if value:
            console.print(f"{name}: {value}")
    for record in view.records:
        console.print(f"\n{record.kind.value.replace('_', ' ')}  {record.id}", style="bold")
        console.print(record.beginning)
