"""One search as the caller wants it: what is asked, narrowed how, shown how."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from retrieval.settings import FusionName, RerankName

SortName = Literal["relevance", "newest"]


class SearchRequest(BaseModel):
    """A query with its filters and options. What is None comes from the settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: Annotated[str, Field(description="A question or keywords; quoted phrases match word for word.")]
    filters: dict[str, list[str]] = Field(
        default_factory=dict,
        description="Field → values, which are alternatives; at most 50 of a field and 100 in all.",
    )
    limit: Annotated[int, Field(ge=1, le=100, description="Hits to return.")] = 10
    offset: Annotated[int, Field(ge=0, le=10_000, description="Hits to skip.")] = 0
    sort: Annotated[SortName, Field(description="The best first, or the newest year first and its best first.")] = (
        "relevance"
    )
    fusion: Annotated[FusionName | None, Field(description="How the two legs become one order.")] = None
    dense_weight: Annotated[float | None, Field(ge=0, le=1, description="The dense leg's part, 0 to 1.")] = None
    rerank: Annotated[RerankName | None, Field(description="How the head of the order is read again.")] = None
    rerank_head: Annotated[int | None, Field(ge=10, le=50, description="Hits that the cross-encoder reads again.")] = (
        None
    )
    per_evaluation: Annotated[
        int | None, Field(ge=0, le=100, description="Most hits from one evaluation; 0: no limit.")
    ] = None
    explain: Annotated[bool, Field(description="Show what each leg gave to each hit.")] = False
    alternatives: Annotated[
        bool, Field(description="Count the values of a filtered field as if that one filter were not there.")
    ] = False
