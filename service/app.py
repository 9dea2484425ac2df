"""The HTTP application."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from service import errors
from service.head import AnswerHead
from service.limits import LimitBody
from service.routes import health, records, search
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
    app.state.runtime = Runtime(data or chosen.data)
    app.add_middleware(LimitBody, largest=chosen.largest_request)
    app.add_middleware(AnswerHead)
    errors.install(app)
    for router in (search.router, records.router, health.router):
        app.include_router(router)

    @app.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        return RedirectResponse("/docs")

    return app
