"""GET /v1/stats, /healthz and /readyz."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from index.errors import AfterwiseError
from index.generations import still_shown
from retrieval.stats import Stats, stats
from service.access.caller import Scope
from service.deps import CallerDep, NoParameters, RuntimeDep, SearcherDep
from service.errors import RESPONSES
from service.runtime import Runtime

router = APIRouter(tags=["service"])
# Why it could not names files of this machine: the log says it once, and afterwise doctor whenever it is asked.
_NOT_OPENED = (
    "The generation that was published last cannot be opened; the one before it answers. Run afterwise doctor."
)


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(Health):
    """The process can search."""

    generation: str | None = Field(description="The generation that answers; null for a caller who may not search.")
    still_shown: int | None = Field(
        None,
        description="Documents that were deleted or hidden since, and that the generation which somebody went back to "
        "still shows; null where there are none, or the caller may not see everything.",
    )
    problem: str | None = Field(None, description="That the one that was published last could not be opened.")


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
def readyz(caller: CallerDep, runtime: RuntimeDep) -> Readiness:
    """200 with the generation that answers, 503 where there is none. Open to all."""
    searcher = runtime.searcher(caller.audience)
    problem = runtime.state().problem
    shown = _still_shown(runtime) if caller.audience.everything else None
    return Readiness(
        generation=searcher.opened.manifest.name if Scope.SEARCH in caller.scopes else None,
        still_shown=shown,
        problem=_NOT_OPENED if problem and Scope.SEARCH in caller.scopes else None,
    )


def _still_shown(runtime: Runtime) -> int | None:
    try:
        return len(still_shown(runtime.data)) or None
    except AfterwiseError:  # afterwise doctor tells; searches are answered all the same
        return None
