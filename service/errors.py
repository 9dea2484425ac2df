"""Every error as the one envelope: {"error": {"code", "message", "hint", "details"}}."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from index.errors import AfterwiseError, GenerationError
from retrieval.errors import NotFound, QueryError, Withdrawn

_STATUS: tuple[tuple[type[AfterwiseError], int], ...] = (
    (Withdrawn, 410),
    (NotFound, 404),
    (QueryError, 400),
    (GenerationError, 503),
)


class ErrorBody(BaseModel):
    """What went wrong and what to do."""

    code: str
    message: str
    hint: str = ""
    details: dict[str, Any] = {}


class ErrorEnvelope(BaseModel):
    """The shape of every error."""

    error: ErrorBody


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorEnvelope, "description": description}
    for status, description in {
        400: "A parameter is unknown or wrong.",
        503: "There is no index to search.",
    }.items()
}


def envelope(
    status: int, code: str, message: str, hint: str = "", details: dict[str, Any] | None = None
) -> JSONResponse:
    """An error as a response."""
    body = {"code": code, "message": message, "hint": hint, "details": details or {}}
    return JSONResponse({"error": body}, status_code=status)


def install(app: FastAPI) -> None:
    """Have every error of the application leave in the envelope."""

    @app.exception_handler(AfterwiseError)
    def afterwise_error(_: Request, error: AfterwiseError) -> JSONResponse:
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
        return envelope(status, **error.as_dict())

    @app.exception_handler(RequestValidationError)
    def bad_request(_: Request, error: RequestValidationError) -> JSONResponse:
        problems = [
            {"parameter": ".".join(str(part) for part in one["loc"][1:]), "problem": one["msg"]}
            for one in error.errors()
        ]
        names = ", ".join(one["parameter"] or "body" for one in problems)
        return envelope(
            400, "bad_request", f"Wrong or unknown parameters: {names}.", "See /docs.", {"problems": problems}
        )

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> JSONResponse:
        return envelope(error.status_code, "http_error", f"{request.url.path}: {error.detail}.", "See /docs.")

    @app.exception_handler(Exception)
    def unexpected(_: Request, error: Exception) -> JSONResponse:
        message = f"Something went wrong that should not have: {type(error).__name__}."
        return envelope(500, "internal_error", message, "Try again; if it stays, tell those who run this service.")
