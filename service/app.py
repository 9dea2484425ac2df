"""The HTTP application."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.errors import ServerErrorMiddleware

from service import errors
from service.cross_origin import AnswerOthers
from service.feedback.store import FeedbackStore
from service.head import AnswerHead
from service.headers import ProtectReaders
from service.limits import LimitBody
from service.pages import assets
from service.routes import export, feedback, health, pages, records, search, suggest, widget
from service.runtime import Runtime
from service.settings import ServiceSettings


def create_app(data: Path | None = None, settings: ServiceSettings | None = None) -> FastAPI:
    """The application over one data folder. Nothing is opened before the first request needs it."""
    chosen = settings or ServiceSettings()
    app = FastAPI(
        title="Afterwise",
        version=version("afterwise"),
        summary="Search over lessons learned, findings and recommendations of evaluations, with citations.",
    )
    app.state.settings = chosen
    app.state.runtime = Runtime(data or chosen.data)
    app.state.feedback = FeedbackStore(data or chosen.data, chosen.feedback_limit)
    # Innermost first. Faults become answers inside, so that these too get the headers that browsers need.
    app.add_middleware(ServerErrorMiddleware, handler=errors.unexpected)
    app.add_middleware(LimitBody, largest=chosen.largest_request)
    app.add_middleware(AnswerHead)
    app.add_middleware(AnswerOthers, origins=chosen.allowed_origins)
    app.add_middleware(ProtectReaders)
    errors.install(app)
    for router in (
        search.router,
        suggest.router,
        export.router,
        records.router,
        health.router,
        pages.router,
        assets.router,
        widget.router,
    ):
        app.include_router(router)
    if chosen.feedback:
        app.include_router(feedback.router)
    return app
