"""What routes depend on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BaseModel, ConfigDict

from retrieval.search import Searcher
from service.feedback.store import FeedbackStore
from service.runtime import Runtime
from service.settings import ServiceSettings
from service.trace import Trace, trace_of
from service.usage.log import UsageLog


def _searcher(request: Request) -> Searcher:
    runtime: Runtime = request.app.state.runtime
    searcher = runtime.searcher()
    trace_of(request).generation = searcher.opened.manifest.name
    return searcher


def _settings(request: Request) -> ServiceSettings:
    settings: ServiceSettings = request.app.state.settings
    return settings


def _address(request: Request, settings: SettingsDep) -> str:
    return settings.public_url or str(request.base_url)


def _feedback(request: Request) -> FeedbackStore:
    store: FeedbackStore = request.app.state.feedback
    return store


def _usage(request: Request) -> UsageLog:
    log: UsageLog = request.app.state.usage
    return log


async def _trace(request: Request) -> Trace:
    return trace_of(request)


SettingsDep = Annotated[ServiceSettings, Depends(_settings)]
AddressDep = Annotated[str, Depends(_address)]  # where readers reach the service
FeedbackDep = Annotated[FeedbackStore, Depends(_feedback)]
UsageDep = Annotated[UsageLog, Depends(_usage)]
SearcherDep = Annotated[Searcher, Depends(_searcher)]
TraceDep = Annotated[Trace, Depends(_trace)]


class _Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _no_parameters(_: Annotated[_Nothing, Query()]) -> None:
    """Refuses every parameter in the address, so that a mistaken one is not taken for an answered one."""


NoParameters = Depends(_no_parameters)
