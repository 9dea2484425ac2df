"""What routes depend on.

Each is `async`, so that it runs where the request is read: to hand a request to a thread and back costs more than most
of these do. What may wait for a disk, or compute, goes to a thread by itself.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from index.jobs.queue import JobQueue
from retrieval.search import Searcher
from service.access.caller import Caller, Scope
from service.access.identify import Doorkeeper, refuse_other_sites
from service.feedback.store import FeedbackStore
from service.runtime import Runtime
from service.settings import ServiceSettings
from service.trace import Trace, trace_of
from service.usage.log import UsageLog

# For the OpenAPI document alone: the doorkeeper reads the header itself.
_BEARER = HTTPBearer(auto_error=False, description="An API key, or a token of the identity provider.")


async def _caller(request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]) -> Caller:
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    known_at_once = doorkeeper.shows_nothing(request)
    caller = doorkeeper.identify(request) if known_at_once else await run_in_threadpool(doorkeeper.identify, request)
    request.state.caller = caller  # for what is said of the answer to caches
    if caller.by_browser and request.method not in ("GET", "HEAD"):
        refuse_other_sites(request)
    return caller


CallerDep = Annotated[Caller, Depends(_caller)]


def needs(scope: Scope) -> Any:
    """For `dependencies=[needs(Scope.INGEST)]`: refuses callers without the scope with a 401 or 403."""

    async def check(caller: CallerDep) -> None:
        caller.require(scope)

    return Depends(check)


async def _runtime(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


RuntimeDep = Annotated[Runtime, Depends(_runtime)]


async def _searcher(request: Request, runtime: RuntimeDep, caller: CallerDep) -> Searcher:
    """A searcher over what the caller may see: no route can forget to ask."""
    caller.require(Scope.SEARCH)
    searcher = runtime.ready(caller.audience)
    if searcher is None:
        searcher = await run_in_threadpool(runtime.searcher, caller.audience)
    trace_of(request).generation = searcher.opened.manifest.name
    return searcher


async def _settings(request: Request) -> ServiceSettings:
    settings: ServiceSettings = request.app.state.settings
    return settings


async def _address(request: Request, settings: SettingsDep) -> str:
    return settings.public_url or str(request.base_url)


async def _feedback(request: Request) -> FeedbackStore:
    store: FeedbackStore = request.app.state.feedback
    return store


async def _usage(request: Request) -> UsageLog:
    log: UsageLog = request.app.state.usage
    return log


async def _queue(request: Request) -> JobQueue:
    queue: JobQueue = request.app.state.queue
    return queue


async def _trace(request: Request) -> Trace:
    return trace_of(request)


QueueDep = Annotated[JobQueue, Depends(_queue)]
SettingsDep = Annotated[ServiceSettings, Depends(_settings)]
AddressDep = Annotated[str, Depends(_address)]  # where readers reach the service
FeedbackDep = Annotated[FeedbackStore, Depends(_feedback)]
UsageDep = Annotated[UsageLog, Depends(_usage)]
SearcherDep = Annotated[Searcher, Depends(_searcher)]
TraceDep = Annotated[Trace, Depends(_trace)]


class _Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


async def _no_parameters(_: Annotated[_Nothing, Query()]) -> None:
    """Refuses every parameter in the address, so that a mistaken one is not taken for an answered one."""


NoParameters = Depends(_no_parameters)
