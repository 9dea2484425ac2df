"""GET /v1/passages/{id}, /v1/documents/{id} and the permalink /p/{id}."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from retrieval.citation import permalink
from retrieval.lookup import DocumentView, RecordView, find_document, find_record
from service.deps import NoParameters, SearcherDep
from service.errors import RECORD_RESPONSES

router = APIRouter(tags=["records"])

_PERMALINK = permalink("{id}")


@router.get(
    "/v1/passages/{id}",
    responses=RECORD_RESPONSES,
    dependencies=[NoParameters],
    summary="A record, by its identifier or a passage's",
)
def passage(searcher: SearcherDep, id: str) -> RecordView:  # noqa: A002
    """The whole record: texts, evaluation, links, citation."""
    return find_record(searcher.opened, id)


@router.get(
    "/v1/documents/{id}",
    responses=RECORD_RESPONSES,
    dependencies=[NoParameters],
    summary="A document and its records",
)
def document(searcher: SearcherDep, id: str) -> DocumentView:  # noqa: A002
    """What is known of an evaluation, and a list of everything that the collection holds of it."""
    return find_document(searcher.opened, id)


@router.get(_PERMALINK, responses=RECORD_RESPONSES, status_code=307, summary="The permalink of a record")
def permanent(searcher: SearcherDep, id: str) -> RedirectResponse:  # noqa: A002
    """Leads to the record as long as the service runs, whatever was indexed since."""
    return RedirectResponse(f"/v1/passages/{find_record(searcher.opened, id).id}", status_code=307)
