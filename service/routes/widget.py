"""GET /widget.js, /embed and /demo/widget: the search in other people's pages."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from retrieval.errors import NotFound
from service.deps import AddressDep, NoParameters
from service.pages.wording import wording
from service.settings import ServiceSettings
from service.widget.filters import parse_filters
from service.widget.pages import demo_page, embed_page
from service.widget.script import SCRIPT

router = APIRouter(include_in_schema=False)

# Pages keep the script for an hour, and for a week more while they ask whether it is still today's.
_KEPT = "public, max-age=3600, stale-while-revalidate=604800"
_TYPES = {"css": "text/css", "js": "text/javascript"}
_STATIC = {file.name: file.read_bytes() for file in files("service.widget").joinpath("static").iterdir()}


class EmbedQuery(BaseModel):
    """The parameters of /embed: the widget's attributes."""

    model_config = ConfigDict(extra="forbid")

    filters: str = ""
    lang: Literal["auto", "en", "fr", "es"] = "auto"
    query: str = ""
    label: str = ""
    placeholder: str = ""
    theme: Literal["auto", "light", "dark"] = "auto"
    page_size: Annotated[int, Field(ge=1, le=50, alias="page-size")] = 5
    target: Annotated[str, Field(pattern=r"^(_blank|_top|_parent|[A-Za-z][\w-]*)$")] = "_blank"


@router.get("/widget.js")
def script(request: Request) -> Response:
    """The module, for every page: it holds no data, and modules are only loaded where CORS allows it."""
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": _KEPT,
        "ETag": SCRIPT.etag,
        "Vary": "Accept-Encoding",
    }
    if SCRIPT.etag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(SCRIPT.compressed, media_type="text/javascript; charset=utf-8", headers=headers)
    return Response(SCRIPT.body, media_type="text/javascript; charset=utf-8", headers=headers)


@router.get("/embed")
def embed(query: Annotated[EmbedQuery, Query()], request: Request) -> HTMLResponse:
    """The widget in a page of its own, for frames; a plain form where scripts do not run."""
    settings: ServiceSettings = request.app.state.settings
    words = wording(query.lang, request.headers.get("Accept-Language"))
    return embed_page(settings.frame_ancestors, given=query, filters=parse_filters(query.filters), wording=words)


@router.get("/demo/widget", dependencies=[NoParameters])
def demo(address: AddressDep) -> HTMLResponse:
    """What the widget looks like, live, and what to copy."""
    return demo_page(service=address.rstrip("/"), integrity=SCRIPT.integrity)


@router.get("/widget/{name}")
def static(name: str) -> Response:
    """A style sheet or script of these pages."""
    if name not in _STATIC:
        raise NotFound(f"There is no file {name}.", hint="Load the page again.")
    kind = _TYPES[name.rpartition(".")[2]]
    return Response(_STATIC[name], media_type=f"{kind}; charset=utf-8", headers={"Cache-Control": "no-cache"})
