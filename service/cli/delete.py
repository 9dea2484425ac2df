"""`afterwise delete ID`"""

from __future__ import annotations

from typing import Annotated

import typer

from index.errors import DataFolderBusy
from index.jobs.model import Task, TaskKind
from index.jobs.worker import Worker
from index.settings import IndexSettings
from retrieval.errors import NotFound
from service.access.audit import audit, local_user
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, messages, print_json
from service.jobs import line, view


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="A document, e.g. ilo:evaluation:1907.")],  # noqa: A002
    data: Data = DEFAULT_DATA,
    undo: Annotated[bool, typer.Option("--undo", help="Let it come back with the next reading of its source.")] = False,
    as_json: AsJson = False,
) -> None:
    """Withdraw a document with its records, whatever source holds it; it stays away when that is read again."""
    worker = Worker(data, IndexSettings())
    queue = worker.queue
    if not (queue.is_deleted(id) if undo else queue.has_document(id) or queue.is_deleted(id)):
        raise NotFound(
            f"There is no {'deleted ' if undo else ''}document {id}.",
            hint="Identifiers look like ilo:evaluation:1907; `afterwise show` tells the document of a record.",
        )
    kind: TaskKind = "restore" if undo else "delete"
    audit(data, kind, local_user(), id)
    job, _ = queue.accept(Task(kind=kind, target=id, name=id))
    try:
        worker.turn()
    except DataFolderBusy:
        messages.print("Another run is at work on the folder: the job waits for it.")
    job = queue.job(job.id) or job
    if as_json:
        print_json(view(job, data))
    else:
        console.print(line(job), soft_wrap=True)
    if job.state in ("failed", "dead"):
        raise typer.Exit(1)
