"""The HTTP application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.errors import ServerErrorMiddleware

from index.jobs.queue import JobQueue
from index.visibility import EVERYBODY
from service import errors
from service.access.caching import KeepPrivate
from service.access.identify import Doorkeeper
from service.access.settings import AccessSettings
from service.access.startup import check_settings
from service.access.throttle import Throttle
from service.background import Background
from service.brief.desk import Desk
from service.cross_origin import AnswerOthers
from service.described import describe
from service.feedback.store import FeedbackStore
from service.gate import Gate
from service.head import AnswerHead
from service.headers import ProtectReaders
from service.insight.gather import Insight
from service.limits import LimitBody
from service.metrics.measures import Measures
from service.observe import Observe
from service.pages import assets
from service.routes import (
    brief,
    brief_page,
    documents,
    export,
    feedback,
    health,
    insight,
    jobs,
    metrics,
    pages,
    records,
    search,
    suggest,
    widget,
)
from service.runtime import Runtime
from service.settings import ServiceSettings
from service.usage.log import UsageLog
from service.usage.store import UsageStore
from service.warming import complete, warm

_SPARE_THREADS = 32  # for what answers without a place to compute


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    usage: UsageLog = app.state.usage
    desk: Desk = app.state.desk
    background: Background = app.state.background
    runtime: Runtime = app.state.runtime
    settings: ServiceSettings = app.state.settings
    threads = current_default_thread_limiter()
    threads.total_tokens = max(threads.total_tokens, settings.concurrency + _SPARE_THREADS)
    await run_in_threadpool(usage.start)
    await run_in_threadpool(partial(runtime.start, eager=settings.warm))  # nobody is listened to before this is done
    background.start()
    yield
    desk.close()
    await run_in_threadpool(background.close)
    await run_in_threadpool(runtime.close)
    await run_in_threadpool(usage.close)


def create_app(
    data: Path | None = None, settings: ServiceSettings | None = None, access: AccessSettings | None = None
) -> FastAPI:
    """The application over one data folder. Nothing is opened before it starts."""
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
    guarded = access or AccessSettings()
    check_settings(guarded)
    expected = (EVERYBODY,) if guarded.anonymous == "public" else ()
    app.state.runtime = Runtime(folder, warm, complete, guarded.views, expected)
    app.state.doorkeeper = doorkeeper = Doorkeeper(folder, guarded)
    app.state.measures = measures = Measures()
    app.state.feedback = FeedbackStore(folder, chosen.feedback_limit)
    app.state.desk = Desk(chosen.briefs_at_once, chosen.brief_timeout)
    app.state.folder = folder
    app.state.queue = JobQueue(folder)
    app.state.background = Background(folder, on=chosen.worker)
    app.state.usage = UsageLog(None if chosen.usage == "off" else usage)
    # Innermost first. Faults become answers inside, so that these too get the headers that browsers need.
    app.add_middleware(ServerErrorMiddleware, handler=errors.unexpected)
    app.add_middleware(Gate, settings=chosen, measures=measures)
    app.add_middleware(Throttle, rates=doorkeeper.rates, addresses=doorkeeper.addresses, answer=errors.answer)
    app.add_middleware(KeepPrivate, also=guarded.proxy_user_header)
    larger = {documents.PATH: chosen.largest_document, **dict.fromkeys(brief.PATHS, chosen.largest_draft)}
    app.add_middleware(LimitBody, largest=chosen.largest_request, larger=larger)
    app.add_middleware(AnswerHead)
    app.add_middleware(AnswerOthers, origins=chosen.allowed_origins)
    app.add_middleware(ProtectReaders)
    app.add_middleware(Observe, measures=measures)
    errors.install(app)
    for router in (
        search.router,
        suggest.router,
        export.router,
        brief.router,
        brief_page.router,
        records.router,
        documents.router,
        jobs.router,
        health.router,
        pages.router,
        assets.router,
        widget.router,
    ):
        app.include_router(router)
    if chosen.metrics != "off":
        app.include_router(metrics.router)
    if chosen.feedback:
        app.include_router(feedback.router)
    if chosen.insight:
        app.state.insight = lambda: Insight(folder, usage)
        app.include_router(insight.router)
    describe(app)
    return app
