"""Every error as the one envelope, {"error": {"code", "message", "hint", "details"}}; for people, as a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Match

from index.errors import AfterwiseError, CatalogError, EncoderError, GenerationError
from retrieval.errors import NotFound, QueryError, Withdrawn
from service.access.database import AccessFileError
from service.access.errors import (
    ASK_BROWSER,
    AccessError,
    AddressTooLong,
    NotAllowed,
    NotSignedIn,
    ProviderDown,
    TooMany,
)
from service.brief.errors import BriefBusy, BriefChanged, BriefTimeout, UploadError
from service.pages.errors import error_page, is_for_people
from service.trace import trace_of


class FeedbackError(AfterwiseError):
    """A vote that cannot be kept, or votes that nothing can be measured with."""

    code = "feedback_error"


_STATUS: tuple[tuple[type[AfterwiseError], int], ...] = (
    (Withdrawn, 410),
    (NotFound, 404),
    (QueryError, 400),
    (GenerationError, 503),
    (CatalogError, 503),
    (EncoderError, 503),
    (FeedbackError, 503),
    (UploadError, 400),
    (BriefChanged, 409),
    (BriefBusy, 503),
    (BriefTimeout, 503),
    (NotSignedIn, 401),
    (NotAllowed, 403),
    (TooMany, 429),
    (AddressTooLong, 414),
    (ProviderDown, 503),
    (AccessFileError, 503),
)
_BODY = "body"
_COME_BACK = 2  # seconds after which one who was turned away may try again


class ErrorBody(BaseModel):
    """What went wrong and what to do."""

    code: str
    message: str
    hint: str = ""
    details: dict[str, Any] = {}


class ErrorEnvelope(BaseModel):
    """The shape of every error."""

    error: ErrorBody


def _described(descriptions: Mapping[int | str, str]) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorEnvelope, "description": text} for status, text in descriptions.items()}


# "default" also keeps FastAPI's own 422 out of the OpenAPI document: this service never answers so.
RESPONSES = _described(
    {
        400: "A parameter is unknown or wrong.",
        401: "Nobody is signed in and this needs it, or what was shown is not valid.",
        403: "The caller lacks the scope that this needs.",
        414: "The address is too long.",
        429: "More requests than one may send; Retry-After says when to go on.",
        503: "There is no index to search.",
        "default": "Any other error.",
    }
)
LOCAL_RESPONSES = RESPONSES | _described({404: "Whoever asks is not this machine."})
BODY_RESPONSES = RESPONSES | _described({408: "The body did not arrive in time.", 413: "The request is too large."})
RECORD_RESPONSES = RESPONSES | _described(
    {404: "There is nothing of this identifier.", 410: "No source holds it any more."}
)
BRIEF_RESPONSES = BODY_RESPONSES | _described(
    {
        400: "There is no draft in it, or one that cannot be read; or a parameter is unknown or wrong.",
        409: "A brief that came back is not what the collection holds.",
        503: "There is no index, all places are taken, or the brief took too long.",
    }
)
JOB_RESPONSES = BODY_RESPONSES | _described(
    {404: "There is nothing of this identifier.", 503: "The job cannot be stored now; nothing of it was."}
)
FEEDBACK_RESPONSES = BODY_RESPONSES | RECORD_RESPONSES | _described({503: "There is no index, or no vote can be kept."})


def files(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The answer of a route that sends a file, for the OpenAPI document."""
    return {200: {"content": {one: {"schema": {"type": "string"}} for one in media_types}}}


class _Envelope(JSONResponse):
    """JSON in UTF-8; what is no text in a message (half of a surrogate pair) is escaped."""

    def render(self, content: Any) -> bytes:
        """The body's bytes."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace")


def envelope(
    status: int,
    code: str,
    message: str,
    hint: str = "",
    details: dict[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """An error as a response."""
    body = {"code": code, "message": message, "hint": hint, "details": details or {}}
    return _Envelope({"error": body}, status_code=status, headers=headers)


class TooLarge(HTTPException):
    """A request body of more than `largest` bytes."""

    def __init__(self, largest: int) -> None:
        super().__init__(413, f"The request is larger than {largest:,} bytes.")

    def response(self) -> JSONResponse:
        """The same for a body whose length was announced and for one that was found to be too long."""
        return envelope(self.status_code, "too_large", self.detail, "Send less at a time.")


class TooSlow(HTTPException):
    """A request whose body did not arrive within `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(408, f"The request did not arrive within {seconds} seconds", {"Connection": "close"})


class Busy(HTTPException):
    """More requests than the service answers at a time. `why` is a whole sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(503, why, {"Retry-After": str(_COME_BACK)})


def refused(request: Request, error: Busy) -> Response:
    """The answer to a request that there was no place for."""
    hint = f"Try again in {_COME_BACK} seconds."
    if is_for_people(request):
        response = error_page(request, error.status_code, error.detail, hint)
        response.headers.update(error.headers or {})
        return response
    return _fault(request, error.status_code, "busy", error.detail, hint, headers=error.headers)


def answer(request: Request, error: AfterwiseError) -> Response:
    """An error of ours as a response, with the headers that go with it."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    headers = error.headers if isinstance(error, AccessError | BriefBusy) else {}
    if is_for_people(request):
        page = error_page(request, status, error.message, error.hint)
        # A browser asks for a key as it asks for a password; a program's 401 must not make it do so.
        page.headers.update({**headers, "WWW-Authenticate": ASK_BROWSER} if status == 401 else headers)
        return page
    return _fault(request, status, **error.as_dict(), headers=headers)


def install(app: FastAPI) -> None:
    """Have every error of the application leave in the envelope."""

    app.add_exception_handler(AfterwiseError, answer)  # type: ignore[arg-type]  # Starlette knows only Exception

    @app.exception_handler(RequestValidationError)
    def bad_request(_: Request, error: RequestValidationError) -> JSONResponse:
        problems = [_problem(one) for one in error.errors()]
        if any(one["parameter"] == _BODY for one in problems):
            hint = "Send a JSON object with the header Content-Type: application/json; see /docs."
            return envelope(400, "bad_request", "The body is not a JSON object.", hint, {"problems": problems})
        names = ", ".join(one["parameter"] for one in problems)
        return envelope(
            400, "bad_request", f"Wrong or unknown parameters: {names}.", "See /docs.", {"problems": problems}
        )

    @app.exception_handler(TooLarge)
    def too_large(_: Request, error: TooLarge) -> JSONResponse:
        return error.response()

    app.add_exception_handler(Busy, refused)  # type: ignore[arg-type]  # it is called with no other error

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
        if is_for_people(request):
            response = error_page(request, error.status_code, f"{request.url.path}: {error.detail}.", "")
            response.headers.update(headers or {})
            return response
        message = f"{request.url.path}: {error.detail}."
        return _fault(request, error.status_code, "http_error", message, "See /docs.", headers=headers)

    app.add_exception_handler(Exception, unexpected)


def unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours, told without its insides."""
    message = f"Something went wrong that should not have: {type(error).__name__}."
    hint = f"Try again; if it stays, tell those who run this service: request {trace_of(request).id}."
    if is_for_people(request):
        return error_page(request, 500, message, hint)
    return _fault(request, 500, "internal_error", message, hint)


def _fault(
    request: Request,
    status: int,
    code: str,
    message: str,
    hint: str,
    details: dict[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """An error as a response; one of ours names the request, under which the log tells more."""
    if status >= 500:
        details = (details or {}) | {"request_id": trace_of(request).id}
    return envelope(status, code, message, hint, details, headers)


def _problem(error: Mapping[str, Any]) -> dict[str, str]:
    """Which parameter is wrong and why. What is wrong with a body as a whole has no parameter to name."""
    if error["type"] == "json_invalid":
        return {"parameter": _BODY, "problem": f"{error['ctx']['error']} at character {error['loc'][1] + 1}"}
    return {"parameter": ".".join(map(str, error["loc"][1:])) or _BODY, "problem": error["msg"]}


def _allowed(request: Request) -> str:
    """The methods that a path has: a 405 must name them all, also where each has a route of its own."""
    app: FastAPI = request.app
    methods = [
        method
        for method in ("GET", "POST", "DELETE")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.routes)
    ]
    return ", ".join(["HEAD", *methods] if "GET" in methods else methods)
