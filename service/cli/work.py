"""`afterwise work --data DIR`"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from index.jobs.model import Job
from index.jobs.queue import JobQueue
from index.jobs.watch import Watcher
from index.jobs.worker import Worker
from index.settings import IndexSettings
from service.access.audit import audit, local_user
from service.cli.options import DEFAULT_DATA, AsJson, Data, parsed_visibility
from service.cli.output import console, messages, print_json
from service.jobs import line, view
from service.working import work


def command(
    data: Data = DEFAULT_DATA,
    watch: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Take in the files of this folder as they come.")
    ] = None,
    withdraw_removed: Annotated[
        bool, typer.Option("--withdraw-removed", help="Withdraw what a removed file of the watched folder gave.")
    ] = False,
    visibility: Annotated[
        str | None,
        typer.Option(help="For whom the watched files are: public, internal, group:NAME; left out, as the files say."),
    ] = None,
    every: Annotated[float, typer.Option(min=0.1, max=3_600, help="Seconds between two looks at the folder.")] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is due.")] = False,
    idle: Annotated[
        float | None, typer.Option(min=0, max=86_400, help="Stop after so many seconds with nothing to do.")
    ] = None,
    nice: Annotated[int, typer.Option(min=0, max=19, help="Give way to other processes, as nice(1) does.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Do the jobs of the queue as they come: one at a time, all that is due in one build."""
    os.nice(nice)
    worker = Worker(data, IndexSettings())
    work(
        worker,
        watcher=_watcher(data, watch, worker.queue, withdraw_removed, visibility),
        every=every,
        patience=0.0 if once else idle,
        done=lambda job: _print(job, data, as_json),
        troubled=lambda error: messages.print(f"{error.message} {error.hint}", style="yellow"),
    )


def _watcher(
    data: Path, folder: Path | None, queue: JobQueue, withdraw: bool, visibility: str | None
) -> Watcher | None:
    readers = parsed_visibility(visibility) if visibility else None
    if folder is None:
        if readers:
            raise typer.BadParameter("name the folder whose files it is for: --watch", param_hint="--visibility")
        return None
    watcher = Watcher(folder, queue, withdraw=withdraw, visibility=readers)
    if readers:
        audit(data, "visibility set", local_user(), f"{readers}: {folder}")
    return watcher


def _print(job: Job, data: Path, as_json: bool) -> None:
    if as_json:
        print_json(view(job, data))
    else:
        console.print(line(job), soft_wrap=True)
