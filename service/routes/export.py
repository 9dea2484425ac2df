"""GET /v1/export."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from service.access.caller import Scope
from service.deps import AddressDep, SearcherDep, SettingsDep, needs
from service.errors import RESPONSES, files
from service.exports import EXPORTS, ExportName
from service.exports.base import ExportFormat
from service.exports.result import Result, find_all
from service.routes.search import QuestionQuery

router = APIRouter(tags=["search"])
_IN_MEMORY = 1 << 20  # bytes of a file that is made; what is longer goes to disk
_CHUNK = 1 << 16  # bytes


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
    file = _made(chosen, result)
    headers = {
        "Content-Disposition": f'attachment; filename="{result.file_name(chosen.suffix)}"',
        "Content-Length": str(file.tell()),
    }
    return StreamingResponse(_read(file), media_type=chosen.media_type, headers=headers)


def _made(chosen: ExportFormat, result: Result) -> IO[bytes]:
    """The whole file, made before the answer begins: what is computed after that has no place (service.gate)."""
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
    for piece in chosen.write(result):
        file.write(piece)
    return file


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece
