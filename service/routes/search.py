"""GET and POST /v1/search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from index.facets import FACETS
from retrieval.answer import Answer
from retrieval.request import SearchRequest, SortName
from retrieval.search import Searcher
from retrieval.settings import FusionName, RerankName
from retrieval.stopwatch import Stopwatch
from service.deps import NoParameters, SearcherDep, TraceDep, UsageDep
from service.errors import BODY_RESPONSES, RESPONSES
from service.stages import server_timing
from service.trace import Trace
from service.usage.events import searched
from service.usage.log import UsageLog

router = APIRouter(tags=["search"])

Values = Annotated[list[str], Field(default_factory=list)]


class QuestionQuery(BaseModel):
    """What is asked, narrowed and ranked how. A field given several times means any of its values."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(description="A question or keywords; quoted phrases match word for word.")]
    kind: Annotated[list[str], Field(default_factory=list, description="lesson, good_practice, recommendation …")]
    theme: Values
    country: Values
    region: Values
    year: Annotated[list[str], Field(default_factory=list, description="2019, 2015-2019, 2015- or -2019")]
    language: Values
    publisher: Values
    evaluation: Annotated[list[str], Field(default_factory=list, description="The publisher's evaluation number.")]
    evaluation_type: Values
    timing: Values
    nature: Values
    unit: Values
    symbol: Annotated[list[str], Field(default_factory=list, description="Project symbol, e.g. RAS/16/13/EUR.")]
    funding: Values
    criterion: Values
    polarity: Annotated[list[str], Field(default_factory=list, description="success or challenge")]
    status: Annotated[list[str], Field(default_factory=list, description="What management answered.")]
    progress: Annotated[list[str], Field(default_factory=list, description="How far the action got.")]
    sort: SortName = "relevance"
    fusion: FusionName | None = None
    dense_weight: Annotated[float | None, Field(ge=0, le=1)] = None
    rerank: RerankName | None = None
    rerank_head: Annotated[int | None, Field(ge=10, le=50)] = None
    per_evaluation: Annotated[int | None, Field(ge=0, le=100)] = None

    def request(self) -> SearchRequest:
        """The same search as the pipeline takes it."""
        given = self.model_dump()
        options = {name: given[name] for name in SearchRequest.model_fields if name in given}
        filters = {name: values for name, values in given.items() if name in FACETS and values}
        return SearchRequest(query=self.q, filters=filters, **options)


class SearchQuery(QuestionQuery):
    """The parameters of GET /v1/search."""

    limit: Annotated[int, Field(ge=1, le=100)] = 10
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0
    explain: bool = False
    alternatives: bool = False


@router.get("/v1/search", responses=RESPONSES, summary="Search with parameters in the address")
def search_get(
    searcher: SearcherDep,
    usage: UsageDep,
    trace: TraceDep,
    query: Annotated[SearchQuery, Query()],
    response: Response,
) -> Answer:
    """Cited passages that answer a question, with facets; or an honest nothing."""
    return _search(searcher, usage, trace, query.request(), response)


@router.post(
    "/v1/search",
    responses=BODY_RESPONSES,
    dependencies=[NoParameters],
    summary="Search with a JSON body",
)
def search_post(
    searcher: SearcherDep, usage: UsageDep, trace: TraceDep, request: SearchRequest, response: Response
) -> Answer:
    """The same as GET, for long queries and many filters."""
    return _search(searcher, usage, trace, request, response)


def _search(searcher: Searcher, usage: UsageLog, trace: Trace, request: SearchRequest, response: Response) -> Answer:
    watch = Stopwatch()
    answer = searcher.search(request, watch)
    usage.note(searched(answer))
    trace.note(answer)
    response.headers["Server-Timing"] = server_timing(watch)
    return answer
