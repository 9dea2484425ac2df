"""How searches run. Every setting is an environment variable AFTERWISE_<NAME>."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from index.configuration import Settings

FusionName = Literal["convex", "rrf", "z-score"]
RerankName = Literal["none", "cross-encoder"]
QueryPrecision = Literal["auto", "index", "int8"]


class SearchSettings(Settings):
    """Settings of the search pipeline. Defaults are those that `docs/quality.md` argues for."""

    fusion: Annotated[FusionName, Field(description="How the two legs become one order.")] = "convex"
    dense_weight: Annotated[
        float | None,
        Field(ge=0, le=1, description="The dense leg's part in the fused score; none: what suits the fusion."),
    ] = None
    supporting_weight: Annotated[
        float,
        Field(ge=0, le=1, description="What the score of a response, action or context passage is multiplied by."),
    ] = 0.85
    smoothing: Annotated[
        float, Field(ge=0, le=1, description="The part of a score that comes from passages that read alike; 0: none.")
    ] = 0.25
    expansion_weight: Annotated[
        float,
        Field(ge=0, le=1, description="What an acronym's long form weighs in BM25, and the reverse; 0: no expansion."),
    ] = 0.5
    polarity_weight: Annotated[
        float,
        Field(ge=1, le=1.2, description="What the score of what worked, or did not, is multiplied by where asked for."),
    ] = 1.02
    depth: Annotated[
        int, Field(ge=10, le=10_000, description="Candidates that each leg gives; more where more hits are asked for.")
    ] = 300
    per_evaluation: Annotated[
        int, Field(ge=0, le=100, description="Most hits from one evaluation; 0 means no limit.")
    ] = 3
    related: Annotated[
        float, Field(ge=0, le=2, description="Least evidence (see docs/how-it-works.md) for a record to be a hit.")
    ] = 0.40
    answerable: Annotated[
        float, Field(ge=0, le=2, description="Least evidence of the best hit; below it the search abstains.")
    ] = 0.50
    rerank: Annotated[RerankName, Field(description="How the head of the order is read again.")] = "none"
    rerank_model: Annotated[
        str | None, Field(description="The cross-encoder: a folder with a sentence-transformers model, or a hub name.")
    ] = None
    rerank_head: Annotated[int, Field(ge=10, le=50, description="Hits that the cross-encoder reads again.")] = 20
    rerank_deadline: Annotated[
        int, Field(ge=1, le=60_000, description="Milliseconds after which the order stays as it was.")
    ] = 500
    query_precision: Annotated[
        QueryPrecision,
        Field(description="Arithmetic that encodes queries: 8 bits where that is fast, always 8 bits, or the index's."),
    ] = "auto"
    query_threads: Annotated[int, Field(ge=1, le=64, description="Processor threads that encode one query.")] = 1
