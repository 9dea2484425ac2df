"""The HTTP application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.errors import ServerErrorMiddleware

from index.jobs.queue import JobQueue
from service import errors
from service.access.caching import KeepPrivate
from service.access.identify import Doorkeeper
from service.access.settings import AccessSettings
from service.background import Background
from service.cross_origin import AnswerOthers
from service.feedback.store import FeedbackStore
from service.head import AnswerHead
from service.headers import ProtectReaders
from service.insight.gather import Insight
from service.limits import LimitBody
from service.pages import assets
from service.routes import documents, export, feedback, health, insight, pages, records, search, suggest, widget
from service.runtime import Runtime
from service.settings import ServiceSettings
from service.usage.log import UsageLog
from service.usage.store import UsageStore


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    usage: UsageLog = app.state.usage
    background: Background = app.state.background
    await run_in_threadpool(usage.start)
    background.start()
    yield
    await run_in_threadpool(background.close)
    await run_in_threadpool(usage.close)


def create_app(
    data: Path | None = None, settings: ServiceSettings | None = None, access: AccessSettings | None = None
) -> FastAPI:
    """The application over one data folder. Nothing is opened before the first request needs it."""
    chosen = settings or ServiceSettings()
    app = FastAPI(
        title="Afterwise",
        version=version("afterwise"),
        summary="Search over lessons learned, findings and recommendations of evaluations, with citations.",
        lifespan=_life,
    )
    folder = data or chosen.data
    usage = UsageStore(folder, chosen.usage_days if chosen.usage == "queries" else 0)
    app.state.settings = chosen
    app.state.runtime = Runtime(folder)
    app.state.doorkeeper = Doorkeeper(folder, access or AccessSettings())
    app.state.feedback = FeedbackStore(folder, chosen.feedback_limit)
    app.state.folder = folder
    app.state.queue = JobQueue(folder)
    app.state.background = Background(folder, on=chosen.worker)
    app.state.usage = UsageLog(None if chosen.usage == "off" else usage)
    # Innermost first. Faults become answers inside, so that these too get the headers that browsers need.
    app.add_middleware(ServerErrorMiddleware, handler=errors.unexpected)
    app.add_middleware(KeepPrivate)
    app.add_middleware(LimitBody, largest=chosen.largest_request, larger={documents.PATH: chosen.largest_document})
    app.add_middleware(AnswerHead)
    app.add_middleware(AnswerOthers, origins=chosen.allowed_origins)
    app.add_middleware(ProtectReaders)
    errors.install(app)
    for router in (
        search.router,
        suggest.router,
        export.router,
        records.router,
        documents.router,
        health.router,
        pages.router,
        assets.router,
        widget.router,
    ):
        app.include_router(router)
    if chosen.feedback:
        app.include_router(feedback.router)
    if chosen.insight:
        app.state.insight = lambda: Insight(folder, usage)
        app.include_router(insight.router)
    return app
