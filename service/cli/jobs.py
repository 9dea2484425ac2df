"""`afterwise jobs`"""

from __future__ import annotations

from typing import Annotated

import typer

from index.jobs.model import JobState
from index.jobs.queue import JobQueue
from retrieval.errors import NotFound
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import console, print_json
from service.jobs import line, view


def command(
    id: Annotated[str | None, typer.Argument(metavar="ID", help="One job.")] = None,  # noqa: A002
    data: Data = DEFAULT_DATA,
    state: Annotated[JobState | None, typer.Option(help="Only jobs of this state; dead ones were given up.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Jobs to show, the newest first.")] = 50,
    retry: Annotated[
        bool, typer.Option("--retry", help="Take up again the job that is named, or all dead ones.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what waits, what was done and what was given up."""
    queue = JobQueue(data)
    if id is not None:
        found = [job for job in [queue.retry(id) if retry else queue.job(id)] if job is not None]
        if not found:
            raise NotFound(f"There is no job {id}.", hint=f"List them: afterwise jobs --data {data}")
    else:
        found = queue.jobs("dead" if retry else state, limit)
        if retry:
            found = [job for one in found if (job := queue.retry(one.id)) is not None]
    counts = queue.counts()
    if as_json:
        print_json({"counts": counts, "jobs": [view(job, data).model_dump(mode="json") for job in found]})
        return
    for job in found:
        console.print(f"{job.accepted:%Y-%m-%d %H:%M} {line(job)}", soft_wrap=True)
        if id is not None and job.report:
            for problem in job.report.problems:
                place = ", ".join(filter(None, [problem.file, problem.where, problem.record_id]))
                console.print(f"  {place}: {problem.reason} {problem.hint or ''}".rstrip(), soft_wrap=True)
    console.print(", ".join(f"{count:,} {name}" for name, count in counts.items()))
