"""Errors as pages: the same words as in the API's envelope, for people."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from service.pages.rendering import page
from service.pages.state import SearchState
from service.pages.wording import LANGUAGES, Wording, wording

_OF_DRAFTS = {"/brief", "/brief/export"}
_FOR_PROGRAMS = {"/healthz", "/readyz", "/metrics", "/openapi.json"}


def is_for_people(request: Request) -> bool:
    """Whether an error is answered with a page: on the pages always, on paths that nobody knows to a browser."""
    path = request.url.path
    if path == "/" or path.startswith("/p/"):
        return True
    if path in _OF_DRAFTS:
        return "json" not in request.headers.get("Accept", "")  # the page's script asks for JSON
    asks_programs = path in _FOR_PROGRAMS or path.startswith("/v1/")
    return not asks_programs and "text/html" in request.headers.get("Accept", "")


def wording_of(request: Request) -> Wording:
    """The language of the interface for a request."""
    return wording(request.query_params.get("ui"), request.headers.get("Accept-Language"))


def error_page(request: Request, status: int, message: str, hint: str) -> HTMLResponse:
    """What went wrong and what to do, with a way to search on."""
    language = wording_of(request)
    known = status if status in {400, 401, 403, 404, 405, 410, 429, 503} else 500
    of_draft = request.url.path in _OF_DRAFTS and status in {400, 409, 413, 503}
    family = "error.draft" if of_draft else f"error.{known}"
    links = [(code, str(request.url.include_query_params(ui=code).replace(scheme="", netloc=""))) for code in LANGUAGES]
    return page(
        "error.html",
        language,
        SearchState.read(request.query_params),
        status=status,
        language_links=links,
        title=language.say(f"{family}.title"),
        advice=language.say(f"{family}.advice"),
        code=status,
        message=message,
        hint=hint,
    )
