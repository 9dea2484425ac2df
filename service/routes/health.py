"""GET /v1/stats, /healthz and /readyz."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from retrieval.stats import Stats, stats
from service.deps import NoParameters, SearcherDep
from service.errors import RESPONSES
from service.runtime import Runtime

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(Health):
    """The process can search."""

    generation: str = Field(description="The generation that answers.")
    problem: str | None = Field(None, description="Why the one that was published last could not be opened.")


@router.get(
    "/v1/stats",
    responses=RESPONSES,
    dependencies=[NoParameters],
    summary="What the collection holds, in numbers",
)
def collection_stats(searcher: SearcherDep) -> Stats:
    """Records by kind, documents, passages, statuses, the encoder."""
    return stats(searcher.opened)


@router.get("/healthz", summary="Whether the process is alive")
async def healthz() -> Health:
    """Always 200 while the process answers."""
    return Health()


@router.get("/readyz", responses=RESPONSES, summary="Whether searches can be answered")
def readyz(searcher: SearcherDep, request: Request) -> Readiness:
    """200 with the generation that answers, 503 where there is none."""
    runtime: Runtime = request.app.state.runtime
    problem = runtime.state().problem
    return Readiness(generation=searcher.opened.manifest.name, problem=problem.message if problem else None)
