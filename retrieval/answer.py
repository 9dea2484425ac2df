"""What a search gives back. These models are the API's contract: fields are only ever added."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from index.model import Anchor, Criterion, Facets, Kind, Polarity


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Model):
    """Characters `start` to `end` (exclusive) of the text beside it, counted in Unicode code points."""

    start: int
    end: int


class DocumentRef(_Model):
    """The evaluation that a hit is from."""

    id: str
    publisher: str
    title: str
    number: str | None = None
    url: str | None = None
    published: date | None = None
    evaluation_type: str | None = None


class RecordText(_Model):
    """One text of a record, under the source's own name for it."""

    name: str
    text: str
    kind: Kind
    language: str | None = None
    anchor: Anchor


class LinkedRecord(_Model):
    """A recommendation, response or action that a hit is linked to, with its own texts."""

    id: str
    kind: Kind
    relation: str = Field(description="What the link says, seen from this record: responds_to or acts_on.")
    title: str | None = None
    status: str | None = None
    progress: str | None = None
    texts: list[RecordText]
    details: dict[str, str]
    permalink: str


class Also(_Model):
    """Another record that says the same."""

    id: str
    record_id: str
    citation: str
    permalink: str
    year: int | None = None
    exact: bool = Field(default=True, description="Whether it says the same word for word, or nearly so.")
    text: str | None = Field(default=None, description="Its passage, exactly as published, where that is not the same.")


class Corroboration(_Model):
    """How widely a hit is said: the hit itself and those under `also`, counted together."""

    evaluations: int
    countries: list[str]
    records: int


class Scores(_Model):
    """What ordered the hits. Not percentages, and not comparable between queries."""

    fused: float
    bm25: float
    cosine: float
    evidence: float


class Opposed(_Model):
    """A passage of the other polarity in another evaluation that reads like the hit; it may speak of something else."""

    record_id: str
    text: str
    cosine: float = Field(description="With the hit's passage, not with the query.")
    citation: str
    permalink: str


class Explanation(_Model):
    """Both legs of a hit: true score, place among the candidates, share in the fused score; the shares add up to it."""

    bm25_place: int
    bm25_share: float
    cosine_place: int
    cosine_share: float
    neighbours_share: float = Field(description="What passages that read alike add: see docs/how-it-works.md.")
    term_scores: dict[str, float]
    rerank_score: float | None = Field(default=None, description="What the reranker gave this hit, where it read it.")
    polarity_weight: float = Field(
        default=1.0,
        description="What the shares were multiplied by, for the polarity that was asked for or for the other one.",
    )
    opposed: list[Opposed] = Field(
        default_factory=list, description="Where other evaluations may tell of the opposite: a pointer, no verdict."
    )


class Hit(_Model):
    """One record that answers the query, led by its best passage."""

    rank: int
    id: str = Field(description="The passage's identifier.")
    record_id: str
    local_id: str
    kind: Kind
    title: str | None = None
    text: str = Field(description="The passage, exactly as published.")
    highlights: list[Span]
    field: str = Field(description="Which text of the record the passage is from.")
    whole: bool = Field(description="Whether the passage is all of that text.")
    document: DocumentRef
    year: int | None = None
    language: str | None = None
    polarity: Polarity | None = None
    criterion: Criterion | None = None
    status: str | None = None
    progress: str | None = None
    facets: Facets
    anchor: Anchor
    permalink: str
    citation: str
    scores: Scores
    matched_terms: list[str]
    linked: list[LinkedRecord]
    also: list[Also]
    corroboration: Corroboration
    folded: int = Field(default=0, description="Further hits of this evaluation that the cap keeps back.")
    explanation: Explanation | None = None


class FacetValue(TypedDict):
    """A value and the number of records of this result that have it."""

    value: str
    count: int


class ExpansionEcho(_Model):
    """An acronym of the query with what it stands for in this collection, or the other way round."""

    said: str
    meant: str


class QueryEcho(_Model):
    """How the query was understood."""

    text: str
    language: str
    words: list[str]
    unknown_words: list[str] = Field(description="Words that no passage holds.")
    phrases: list[str]
    symbols: list[str]
    expansions: list[ExpansionEcho] = Field(description="Acronyms and what they stand for, searched for too.")
    filters: dict[str, list[str]]
    polarity: Polarity | None = Field(default=None, description="What is asked for: what worked, or what did not.")


class Answer(_Model):
    """Cited hits, or an honest nothing."""

    query: QueryEcho
    generation: str
    fusion: str
    reranked: bool | Literal["timeout"] = Field(
        default=False, description="Whether the head was read again by a reranker; on a time-out the order stayed."
    )
    abstained: bool
    message: str | None = Field(default=None, description="Why there are no hits, and what to try.")
    did_you_mean: str | None = Field(
        default=None, description="The whole query with its unknown words corrected; never applied by itself."
    )
    total: int = Field(description="Records that the query and its filters match.")
    total_is_exact: bool = Field(description="False where more records may match than were looked at.")
    offset: int
    limit: int
    hits: list[Hit]
    facets: dict[str, list[FacetValue]]
