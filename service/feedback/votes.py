"""What a vote is: no word of who gave it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from index.annotate.personal import mask
from index.opened import Opened
from retrieval.characters import is_text
from retrieval.lookup import find_record
from retrieval.query import LONGEST

Verdict = Literal["useful", "not_useful"]

_LONGEST_COMMENT = 2_000


def _text(value: str) -> str:
    if not is_text(value):
        raise ValueError("it is not text")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_text)]


class Vote(BaseModel):
    """What a reader says of one hit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[Text, Field(min_length=1, max_length=300, description="The hit's passage, or its record.")]
    query: Annotated[Text, Field(min_length=1, max_length=LONGEST, description="What was searched for.")]
    rank: Annotated[int, Field(ge=1, le=20_000, description="The hit's rank.")]
    generation: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$", description="The generation that was searched.")]
    verdict: Verdict
    comment: Annotated[Text, Field(max_length=_LONGEST_COMMENT, description="Why, in the reader's words.")] = ""


class StoredVote(BaseModel):
    """A vote as it is kept: on a record, with the day and not the hour, without addresses and phone numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: date
    record: str
    passage: str | None
    query: str
    rank: int
    generation: str
    verdict: Verdict
    comment: str


def checked(vote: Vote, opened: Opened, today: date) -> StoredVote:
    """The vote on a record that there is. Raises NotFound, and Withdrawn."""
    view = find_record(opened, vote.id)
    return StoredVote(
        given=today,
        record=view.id,
        passage=view.passage_id,
        query=mask(vote.query),
        rank=vote.rank,
        generation=vote.generation,
        verdict=vote.verdict,
        comment=mask(vote.comment),
    )
