"""What people and programs see of a job: never a path of this machine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from index.generations import has_taken_effect
from index.jobs.model import Job, JobError, JobReport, JobState, TaskKind
from index.jobs.queue import JobQueue
from service.told import is_inward

UPLOADED = "upload:"
"""What the catalog's name of a source begins with where it came over the API."""


class JobView(BaseModel):
    """A job as the API and `--json` show it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: TaskKind
    state: JobState
    source: str | None = Field(description="The source that is taken in or withdrawn; by it, it can be replaced.")
    document: str | None = Field(description="The document that is deleted or let back.")
    attempts: int
    accepted: datetime
    changed: datetime
    next_try: datetime | None = Field(description="When a failed job is tried again at the latest.")
    report: JobReport | None
    error: JobError | None
    generation: str | None = Field(
        description="The first generation that has it; null for a caller from whom something is kept."
    )
    published: bool = Field(description="Whether readers see what it did.")
    hint: str = Field("", description="Why they do not though it is done, and what to do.")


_PINNED = (
    "Somebody went back to an older generation: readers see that one, and not what this job did, until it is released "
    "(afterwise rollback --release)."
)


def view(job: Job, data: Path, *, everything: bool = True) -> JobView:
    """A job without what is of no concern outside; `everything`: for a caller from whom nothing is kept.

    To others the name of the whole generation would tell that something changed which they do not see, and a problem
    that something was deleted which they never saw. Raises CatalogError.
    """
    of_source = job.task.kind in ("ingest", "withdraw")
    published = has_taken_effect(data, job)
    return JobView(
        id=job.id,
        kind=job.task.kind,
        state=job.state,
        source=shown(job.task.target) if of_source else None,
        document=None if of_source else job.task.target,
        attempts=job.attempts,
        accepted=job.accepted,
        changed=job.changed,
        next_try=job.next_try,
        report=job.report if everything or job.report is None else _told(job.report, data),
        error=job.error if everything or job.error is None else _outward(job.error),
        generation=job.generation if everything else None,
        published=published,
        hint=_PINNED if job.state == "done" and not published else "",
    )


def _outward(error: JobError) -> JobError:
    if not is_inward(error.code):
        return error
    return JobError(
        code=error.code,
        message="This could not be done now.",
        hint="Those who run this service see why: afterwise jobs.",
    )


def _told(report: JobReport, data: Path) -> JobReport:
    """A report without the problems that tell of documents which were deleted while not everybody could see them."""
    queue = JobQueue(data)
    problems = [
        one
        for one in report.problems
        if one.record_id is None or not queue.is_deleted(one.record_id) or queue.is_deleted(one.record_id, openly=True)
    ]
    return report.model_copy(update={"problems": problems})


def shown(source: str) -> str:
    """What a source is called outside: the name under which it was sent, or the name of its file."""
    return source.removeprefix(UPLOADED) if source.startswith(UPLOADED) else Path(source).name


def line(job: Job) -> str:
    """A job in a line for people."""
    words = [job.state, job.task.kind, shown(job.task.target)]
    if job.report and job.state == "done":
        counts = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in job.report.records.items())
        words.append(counts or (f"{job.report.withdrawn:,} records withdrawn" if job.report.withdrawn else ""))
        if job.report.problems:
            words.append(f"({len(job.report.problems):,} problems)")
    if job.error and job.state in ("failed", "dead"):
        words.append(f"({job.error.message} {job.error.hint})")
    return " ".join(filter(None, [job.id, *words]))
