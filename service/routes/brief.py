"""POST /v1/brief and /v1/brief/export."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from index.errors import AfterwiseError
from retrieval.brief.answer import Brief, BriefEvent
from service.brief.desk import Desk
from service.brief.formats import BRIEF_FORMATS, FileName
from service.brief.make import making
from service.brief.report import Report, report_of
from service.brief.sending import HEADERS, NDJSON, gather, stream
from service.brief.upload import DraftText, Upload, read_upload
from service.brief.verify import read_brief, verified
from service.brief.whole import whole
from service.deps import AddressDep, SearcherDep, SettingsDep
from service.errors import BRIEF_RESPONSES, files

router = APIRouter(tags=["brief"])

PATHS = ("/v1/brief", "/v1/brief/export", "/brief", "/brief/export")  # that take what AFTERWISE_LARGEST_DRAFT allows
GONE = 499  # nobody reads it: the client closed the connection (nginx's number for that)


class FileQuery(BaseModel):
    """What a file of a brief is to be."""

    model_config = ConfigDict(extra="forbid")

    format: Annotated[FileName, Field(description="What the brief is written as.")] = "json"
    language: Annotated[
        Literal["en", "fr", "es"] | None,
        Field(description="Of the labels in a file; the draft's unless given. Quotations stay as they are."),
    ] = None


class BriefQuery(FileQuery):
    """How a brief is answered."""

    stream: Annotated[
        bool,
        Field(description="Send events as they come, one JSON object a line; so does Accept: application/x-ndjson."),
    ] = False


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _upload(request: Request, settings: SettingsDep) -> Upload:
    return await read_upload(request, settings.largest_draft)


async def _body(request: Request) -> bytes:
    return await request.body()


DeskDep = Annotated[Desk, Depends(_desk)]
UploadDep = Annotated[Upload, Depends(_upload)]

_JSON_BODY: dict[str, Any] = {"application/json": {"schema": DraftText.model_json_schema()}}
_FORM_BODY: dict[str, Any] = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {
                "text": {"type": "string", "description": "The draft as text."},
                "file": {"type": "string", "format": "binary", "description": "The draft as DOCX, PDF, HTML or text."},
            },
            "additionalProperties": False,
        }
    }
}
_BRIEF_BODY: dict[str, Any] = {
    "application/json": {"schema": {"$ref": "#/components/schemas/Brief"}},
}
_FILES = files(NDJSON, *(one.media_type for name, one in BRIEF_FORMATS.items() if name != "json"))


@router.post(
    "/v1/brief",
    response_model=Brief,
    responses=_FILES | BRIEF_RESPONSES,
    openapi_extra={"requestBody": {"required": True, "content": _JSON_BODY | _FORM_BODY}},
    summary="The lessons that bear on each part of a draft",
)
async def brief(
    searcher: SearcherDep,
    desk: DeskDep,
    upload: UploadDep,
    address: AddressDep,
    query: Annotated[BriefQuery, Query()],
    request: Request,
) -> Response:
    """Reads a draft in memory and answers with cited lessons for each of its sections. The draft is kept nowhere."""
    pieces = desk.pieces(making(searcher, upload))
    if query.stream or NDJSON in request.headers.get("Accept", ""):
        return await stream(pieces, _line, failed)
    events = await gather(request, pieces)
    return Response(status_code=GONE) if events is None else answer(events, query, address)


@router.post(
    "/v1/brief/export",
    response_class=Response,
    responses=files(*(one.media_type for one in BRIEF_FORMATS.values())) | BRIEF_RESPONSES,
    openapi_extra={"requestBody": {"required": True, "content": _BRIEF_BODY}},
    summary="A finished brief as a file",
)
def brief_export(
    searcher: SearcherDep,
    body: Annotated[bytes, Depends(_body)],
    address: AddressDep,
    query: Annotated[FileQuery, Query()],
) -> Response:
    """Makes a file of a brief that `POST /v1/brief` answered, once all that it quotes was found to be what is held."""
    return file(report_of(verified(read_brief(body), searcher.opened), today(), address, query.language), query.format)


def answer(events: Iterable[BriefEvent], query: FileQuery, address: str) -> Response:
    """The whole brief in the format that was asked for."""
    brief = whole(events)
    if query.format == "json":
        return Response(brief.model_dump_json(), media_type="application/json", headers=HEADERS)
    return file(report_of(brief, today(), address, query.language), query.format)


def file(report: Report, name: FileName) -> Response:
    """A brief as a file to save."""
    chosen = BRIEF_FORMATS[name]
    headers = {"Content-Disposition": f'attachment; filename="{chosen.file_name(report)}"', **HEADERS}
    charset = "; charset=utf-8" if chosen.media_type.startswith("text/") else ""
    return Response(b"".join(chosen.write(report)), media_type=chosen.media_type + charset, headers=headers)


def failed(error: AfterwiseError) -> bytes:
    """The last line of a stream that cannot go on: the envelope of every error."""
    return json.dumps({"event": "failed", "error": error.as_dict()}, ensure_ascii=False).encode() + b"\n"


def _line(event: BriefEvent) -> bytes:
    return event.model_dump_json().encode() + b"\n"


def today() -> date:
    """The day that stands in a file."""
    return datetime.now(tz=UTC).date()
