"""GET /v1/export."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from service.access.caller import Scope
from service.deps import AddressDep, SearcherDep, SettingsDep, needs
from service.errors import RESPONSES, files
from service.exports import EXPORTS, ExportName
from service.exports.result import find_all
from service.routes.search import QuestionQuery

router = APIRouter(tags=["search"])


class ExportQuery(QuestionQuery):
    """The parameters of GET /v1/export: those of a search but for what concerns pages, and a format."""

    format: Annotated[ExportName, Field(description="What the file is for.")]


@router.get(
    "/v1/export",
    responses=files(*(one.media_type for one in EXPORTS.values())) | RESPONSES,
    response_class=StreamingResponse,
    dependencies=[needs(Scope.EXPORT)],
    summary="Everything that a search finds, as a file",
)
def export(
    searcher: SearcherDep, settings: SettingsDep, address: AddressDep, query: Annotated[ExportQuery, Query()]
) -> StreamingResponse:
    """The whole result and not one page of it, with what was asked of what and when; it says where it was cut."""
    chosen = EXPORTS[query.format]
    result = find_all(searcher, query.request(), settings.export_limit, address)
    headers = {"Content-Disposition": f'attachment; filename="{result.file_name(chosen.suffix)}"'}
    return StreamingResponse(chosen.write(result), media_type=chosen.media_type, headers=headers)
