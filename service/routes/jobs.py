"""GET /v1/jobs and /v1/jobs/{id}: what became of what was sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from index.jobs.model import JobState
from retrieval.errors import NotFound
from service.access.caller import Scope
from service.access.senders import jobs_for
from service.deps import CallerDep, NoParameters, QueueDep, needs
from service.errors import JOB_RESPONSES
from service.jobs import JobView, view

router = APIRouter(tags=["documents"], dependencies=[needs(Scope.INGEST)])


class JobQuery(BaseModel):
    """What to list."""

    model_config = ConfigDict(extra="forbid")

    state: Annotated[JobState | None, Field(description="Only jobs of this state; dead ones were given up.")] = None
    limit: Annotated[int, Field(ge=1, le=1_000, description="Jobs to list, the newest first.")] = 100


class JobList(BaseModel):
    """Jobs, and how many there are of each state in all."""

    counts: dict[JobState, int]
    jobs: list[JobView]


@router.get("/v1/jobs", responses=JOB_RESPONSES, summary="What waits, what was done, what was given up")
def jobs(queue: QueueDep, query: Annotated[JobQuery, Query()], caller: CallerDep, request: Request) -> JobList:
    """The newest jobs first: those that the caller sent, or all where nothing is kept from them."""
    own = jobs_for(request.app.state.folder, caller)
    found = queue.jobs(query.state, query.limit, own)
    return JobList(counts=queue.counts(own), jobs=[view(job) for job in found])


@router.get("/v1/jobs/{id}", responses=JOB_RESPONSES, dependencies=[NoParameters], summary="One job")
def job(id: str, queue: QueueDep, caller: CallerDep, request: Request) -> JobView:  # noqa: A002
    """How far it is, what it did, or what stopped it."""
    own = jobs_for(request.app.state.folder, caller)
    found = queue.job(id) if own is None or id in own else None
    if found is None:
        raise NotFound(f"There is no job {id}.", hint="GET /v1/jobs lists them.")
    return view(found)
