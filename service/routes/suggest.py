"""GET /v1/suggest."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from retrieval.query import LONGEST
from retrieval.suggest import Suggestions
from service.deps import SearcherDep
from service.errors import RESPONSES

router = APIRouter(tags=["search"])


class SuggestQuery(BaseModel):
    """The parameters of GET /v1/suggest."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(max_length=LONGEST, description="What was typed so far.")]
    limit: Annotated[int, Field(ge=1, le=20)] = 8


@router.get("/v1/suggest", responses=RESPONSES, summary="What may be meant, while still typing")
def suggest(searcher: SearcherDep, query: Annotated[SuggestQuery, Query()]) -> Suggestions:
    """Titles, themes, countries, acronyms, frequent words and phrases that begin so."""
    return searcher.suggester.suggest(query.q, query.limit)
