"""GET /insight: for those who run the service."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.access.caller import Scope
from service.deps import CallerDep, SearcherDep, SettingsDep, needs
from service.insight.gather import Insight
from service.pages.errors import wording_of
from service.pages.insight_page import insight_page
from service.pages.rendering import page
from service.pages.state import SearchState

router = APIRouter(include_in_schema=False)


@router.get("/insight", dependencies=[needs(Scope.ADMIN)])
def insight(searcher: SearcherDep, caller: CallerDep, settings: SettingsDep, request: Request) -> HTMLResponse:
    """Use, coverage and sources, as they are now."""
    wording = wording_of(request)
    gathered: Insight = request.app.state.insight()
    keeps_texts = settings.usage == "queries"
    values = insight_page(gathered, searcher.opened, caller.audience, _years(request), wording, keeps_texts=keeps_texts)
    response = page("insight.html", wording, SearchState(ui=request.query_params.get("ui")), **values)
    response.headers["Cache-Control"] = "no-store"
    return response


def _years(request: Request) -> tuple[int | None, int | None]:
    first, last = (request.query_params.get(name, "") for name in ("from", "to"))
    if not all(re.fullmatch(r"[0-9]{4}", year) for year in (first, last)):
        return None, None
    return int(first), int(last)
