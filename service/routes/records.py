"""GET /v1/passages/{id} with its citation and what is similar, and /v1/documents/{id}."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from retrieval.citations import FORMATS, FormatName
from retrieval.lookup import DocumentView, RecordView, find_document, find_record, find_reference
from retrieval.similar import SimilarRecords, find_similar
from service.deps import NoParameters, SearcherDep
from service.errors import RECORD_RESPONSES, files

router = APIRouter(tags=["records"])


@router.get(
    "/v1/passages/{id}",
    responses=RECORD_RESPONSES,
    dependencies=[NoParameters],
    summary="A record, by its identifier or a passage's",
)
def passage(searcher: SearcherDep, id: str) -> RecordView:  # noqa: A002
    """The whole record: texts, evaluation, links, citation."""
    return find_record(searcher.opened, id)


class CitationQuery(BaseModel):
    """The one parameter of a citation."""

    model_config = ConfigDict(extra="forbid")

    format: Annotated[FormatName, Field(description="What the citation is for.")] = "plain"


@router.get(
    "/v1/passages/{id}/citation",
    responses=files(*(one.media_type for one in FORMATS.values())) | RECORD_RESPONSES,
    response_class=Response,
    summary="How to cite a record",
)
def citation(searcher: SearcherDep, id: str, query: Annotated[CitationQuery, Query()]) -> Response:  # noqa: A002
    """A citation for a note (plain, APA) or for a reference manager (BibTeX, RIS, CSL-JSON), at the passage's place."""
    chosen = FORMATS[query.format]
    reference = find_reference(searcher.opened, id)
    name = f"{reference.id.replace(':', '-')}.{chosen.suffix}"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(
        "".join(chosen.write([reference])), media_type=f"{chosen.media_type}; charset=utf-8", headers=headers
    )


@router.get(
    "/v1/documents/{id}",
    responses=RECORD_RESPONSES,
    dependencies=[NoParameters],
    summary="A document and its records",
)
def document(searcher: SearcherDep, id: str) -> DocumentView:  # noqa: A002
    """What is known of an evaluation, and a list of everything that the collection holds of it."""
    return find_document(searcher.opened, id)


class SimilarQuery(BaseModel):
    """The one parameter of similar records."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=50, description="Records to return.")] = 5


@router.get("/v1/passages/{id}/similar", responses=RECORD_RESPONSES, summary="What other evaluations say close to it")
def similar(searcher: SearcherDep, id: str, query: Annotated[SimilarQuery, Query()]) -> SimilarRecords:  # noqa: A002
    """The nearest records of other evaluations, one of each; none where nothing is near."""
    return find_similar(searcher.opened, id, query.limit)
