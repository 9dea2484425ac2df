"""GET and POST /brief and POST /brief/export: pages for people, with and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from service.access.caller import Scope
from service.brief.desk import Cancelled
from service.brief.errors import UploadError
from service.brief.formats import BRIEF_FORMATS
from service.brief.make import making
from service.brief.report import report_of
from service.brief.sending import NDJSON, gather, stream
from service.brief.upload import read_form
from service.brief.verify import read_brief, verified
from service.brief.whole import whole
from service.deps import AddressDep, SearcherDep, SettingsDep, needs
from service.pages.brief_page import BriefPage
from service.pages.errors import wording_of
from service.routes.brief import GONE, DeskDep, UploadDep, file, today

router = APIRouter(include_in_schema=False)

_FIELDS = ("brief", "format")


def _page(request: Request, settings: SettingsDep) -> BriefPage:
    return BriefPage(wording_of(request), request.query_params.get("ui"), settings.largest_draft)


def _from_here(request: Request) -> None:
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise UploadError("A draft comes from a page of this service.", hint="Open /brief and paste it there.")


PageDep = Annotated[BriefPage, Depends(_page)]


@router.get("/brief", dependencies=[needs(Scope.SEARCH)])
def brief_form(page: PageDep) -> Response:
    """Where a draft is pasted or uploaded."""
    return page.form()


@router.post("/brief", dependencies=[Depends(_from_here)])
async def brief_made(
    searcher: SearcherDep, desk: DeskDep, upload: UploadDep, page: PageDep, request: Request
) -> Response:
    """The brief: as a page, or to the page's script part by part."""
    work = making(searcher, upload)
    if NDJSON not in request.headers.get("Accept", ""):
        events = await gather(request, desk.pieces(work))
        return Response(status_code=GONE) if events is None else page.whole(whole(events))

    def rendered(cancelled: Cancelled) -> Iterator[bytes]:
        yield from page.lines(work(cancelled))

    return await stream(desk.pieces(rendered), lambda line: line, page.failed)


async def _form(request: Request, settings: SettingsDep) -> dict[str, str]:
    form = await read_form(request, settings.largest_draft, files=0, fields=_FIELDS)
    return {name: str(value) for name, value in form.items()}


@router.post("/brief/export", dependencies=[Depends(_from_here)])
def brief_file(
    searcher: SearcherDep, form: Annotated[dict[str, str], Depends(_form)], address: AddressDep, request: Request
) -> Response:
    """The brief that the page holds as a file, its labels in the language of the draft."""
    wanted = form.get("format", "")
    name = next((one for one in BRIEF_FORMATS if one == wanted), None)
    if name is None:
        raise UploadError("There is no such format of a brief.", hint=f"Known: {', '.join(BRIEF_FORMATS)}.")
    brief = verified(read_brief(form.get("brief", "")), searcher.opened)
    return file(report_of(brief, today(), address, request.query_params.get("ui")), name)
