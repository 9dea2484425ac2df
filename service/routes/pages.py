"""GET / and /p/{id}: pages for people."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from retrieval.citation import permalink
from retrieval.stopwatch import Stopwatch
from service.deps import SearcherDep, SettingsDep, TraceDep, UsageDep
from service.pages.errors import wording_of
from service.pages.passage_page import passage_page
from service.pages.rendering import page
from service.pages.search_page import search_page
from service.pages.start_page import start_page
from service.pages.state import SearchState
from service.stages import server_timing
from service.usage.events import opened, searched

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)


def _page(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"text/html": {}}}


_ERRORS: dict[int | str, dict[str, Any]] = {
    401: _page("Nobody is signed in and this needs it."),
    403: _page("The caller may not read here."),
    404: _page("There is nothing of this identifier."),
    410: _page("No source holds it any more."),
    414: _page("The address is too long."),
    429: _page("More requests than one may send."),
    503: _page("There is no index, or no place for this request."),
    "default": _page("Any other error."),
}


@router.get("/", include_in_schema=False)
def search(
    searcher: SearcherDep, settings: SettingsDep, usage: UsageDep, trace: TraceDep, request: Request
) -> HTMLResponse:
    """The search page: what the collection holds, or what it answers."""
    state, wording = SearchState.read(request.query_params), wording_of(request)
    if not state.query:
        return page("start.html", wording, state, **start_page(searcher, state))
    watch = Stopwatch()
    values = search_page(searcher, state, wording, watch)
    usage.note(searched(values["answer"]))
    trace.note(values["answer"])
    with watch.time("render"):
        response = page("search.html", wording, state, **values, feedback=settings.feedback)
    response.headers["Server-Timing"] = server_timing(watch)
    return response


@router.get(permalink("{id}"), responses=_ERRORS, summary="The permalink of a record: its page")
def passage(searcher: SearcherDep, usage: UsageDep, id: str, request: Request) -> HTMLResponse:  # noqa: A002
    """A record in its context, whatever was indexed since its address was written down."""
    state, wording = SearchState.read(request.query_params), wording_of(request)
    values = passage_page(searcher.opened, id, wording)
    usage.note(opened(values["record"].id))
    return page("passage.html", wording, SearchState(ui=state.ui), **values)
