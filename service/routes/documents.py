"""POST /v1/documents, DELETE /v1/documents/{id} and /v1/sources/{name}: what becomes a job."""

from __future__ import annotations

import io
from typing import IO, Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from index.jobs.inbox import clean_name
from index.jobs.model import Task
from index.jobs.queue import Accepted, JobQueue
from index.model import Document, Extraction, Record
from index.visibility import Visibility
from retrieval.errors import NotFound, QueryError
from service.access.audit import audit
from service.access.caller import Caller, Scope
from service.access.senders import note_sender
from service.deps import CallerDep, NoParameters, QueueDep, needs
from service.errors import JOB_RESPONSES
from service.jobs import UPLOADED, JobView, view

PATH = "/v1/documents"
_FIELDS = 8  # more than a form has
_SHOWN = 20  # faults of one body
_SourceName = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")]

router = APIRouter(tags=["documents"], dependencies=[needs(Scope.INGEST)])


class _Parameters(BaseModel):
    """What may come with a file."""

    model_config = ConfigDict(extra="forbid")

    source: _SourceName | None = None
    visibility: Visibility | None = None
    mapping: Annotated[str, Field(max_length=100_000)] | None = None


class Records(BaseModel):
    """Documents and records without a file, in the words of docs/api.md."""

    model_config = ConfigDict(extra="forbid")

    source: _SourceName
    visibility: Visibility | None = None
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]
    records: tuple[Record, ...] = ()


_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        **{name: {"type": "string"} for name in _Parameters.model_fields},
    },
}
_RECORDS: dict[str, Any] = {
    "type": "object",
    "required": ["source", "documents"],
    "properties": {
        "source": {"type": "string"},
        "visibility": {"type": "string"},
        "documents": {"type": "array", "items": {"type": "object"}, "minItems": 1},
        "records": {"type": "array", "items": {"type": "object"}},
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FORM},
            "application/json": {"schema": _RECORDS},
        },
    }
}
_ACCEPTED: dict[int | str, dict[str, Any]] = {
    200: {"model": JobView, "description": "The same was asked before: the job of then."}
}


@router.post(
    PATH,
    status_code=202,
    responses=JOB_RESPONSES | _ACCEPTED,
    dependencies=[NoParameters],
    openapi_extra=_BODY,
    summary="Take in a file or records",
)
async def add(request: Request, response: Response, queue: QueueDep, caller: CallerDep) -> JobView:
    """Answers when the job would survive a power cut. The same bytes for the same source are the same job."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        accepted = await _file(request, queue, caller)
    elif kind == "application/json":
        accepted = await run_in_threadpool(_records, await request.body(), queue, request, caller)
    else:
        raise QueryError(
            "The body is neither a form with a file nor JSON.",
            hint="Send multipart/form-data with a field file, or application/json with documents and records.",
        )
    return _answer(accepted, response)


async def _file(request: Request, queue: JobQueue, caller: Caller) -> Accepted:
    async with request.form(max_files=1, max_fields=_FIELDS) as form:
        fields = {name: value for name, value in form.multi_items() if name != "file"}
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise QueryError("The form has no file.", hint="Send the file in the field file, with its name.")
        given = _checked(_Parameters, fields)
        name = clean_name(file.filename or "")
        task = Task(
            kind="ingest",
            target=f"{UPLOADED}{given.source or name}",
            name=name,
            mapping=given.mapping,
            visibility=given.visibility,
        )
        return await run_in_threadpool(_accept, task, file.file, queue, request, caller)


def _records(body: bytes, queue: JobQueue, request: Request, caller: Caller) -> Accepted:
    try:
        given = Records.model_validate_json(body)
    except ValidationError as error:
        raise _refused(error) from error
    held = {document.id for document in given.documents}
    for at, record in enumerate(given.records):
        if record.document_id not in held:
            raise QueryError(
                f"records.{at}.document_id: {record.document_id} is none of the documents.",
                hint="Send the document along with its records.",
                details={"problems": [{"field": f"records.{at}.document_id", "problem": "not among the documents"}]},
            )
    extraction = Extraction(documents=given.documents, records=given.records)
    task = Task(
        kind="ingest",
        target=f"{UPLOADED}{given.source}",
        name=clean_name(given.source),
        form="records",
        visibility=given.visibility,
    )
    return _accept(task, io.BytesIO(extraction.model_dump_json().encode()), queue, request, caller)


def _checked(model: type[_Parameters], values: dict[str, Any]) -> _Parameters:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _refused(error) from error


def _refused(error: ValidationError) -> QueryError:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    problems = [{"field": ".".join(map(str, one["loc"])) or "body", "problem": one["msg"]} for one in faults[:_SHOWN]]
    shown = "; ".join(f"{one['field']}: {one['problem']}" for one in problems[:3])
    more = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""
    return QueryError(f"{shown}{more}.", hint="docs/api.md describes every field.", details={"problems": problems})


def _accept(task: Task, content: IO[bytes] | None, queue: JobQueue, request: Request, caller: Caller) -> Accepted:
    """Write down who asks, then keep the task: what cannot be written down is not done."""
    folder = request.app.state.folder
    audit(folder, task.kind, caller.who, task.target)
    accepted = queue.accept(task, content)
    note_sender(folder, caller, accepted.job.id)
    return accepted


def _answer(accepted: Accepted, response: Response) -> JobView:
    response.status_code = 202 if accepted.new else 200
    response.headers["Location"] = f"/v1/jobs/{accepted.job.id}"
    return view(accepted.job)


@router.delete(
    "/v1/documents/{id}",
    status_code=202,
    responses=JOB_RESPONSES | _ACCEPTED,
    dependencies=[NoParameters],
    summary="Withdraw a document for good",
)
def delete(
    id: str,  # noqa: A002
    request: Request,
    response: Response,
    queue: QueueDep,
    caller: CallerDep,
) -> JobView:
    """Its records are withdrawn whatever source holds them, and stay away when that is read again."""
    if not _may_delete(id, queue, caller):
        raise NotFound(f"There is no document {id}.", hint="Identifiers look like ilo:evaluation:1907.")
    return _answer(_accept(Task(kind="delete", target=id, name=id), None, queue, request, caller), response)


@router.delete(
    "/v1/sources/{name}",
    status_code=202,
    responses=JOB_RESPONSES | _ACCEPTED,
    dependencies=[NoParameters],
    summary="Forget an uploaded source",
)
def withdraw(name: str, request: Request, response: Response, queue: QueueDep, caller: CallerDep) -> JobView:
    """Withdraws what no other source holds. Sending the source again brings it back."""
    target = f"{UPLOADED}{name}"
    known = queue.signature_of(target) is not None and all(map(caller.audience.sees, queue.visibilities_in(target)))
    if not known:  # or not to be seen: nobody is told which
        raise NotFound(f"There is no uploaded source {name}.", hint="GET /v1/jobs lists what was sent.")
    return _answer(_accept(Task(kind="withdraw", target=target, name=name), None, queue, request, caller), response)


def _may_delete(id_: str, queue: JobQueue, caller: Caller) -> bool:
    """Whether a document is there, or was, for this caller: what they may not see is not there."""
    visibility = queue.visibility_of_document(id_)
    if visibility is not None:
        return caller.audience.sees(visibility)
    return queue.is_deleted(id_, openly=not caller.audience.everything)
