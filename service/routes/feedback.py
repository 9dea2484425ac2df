"""POST /v1/feedback."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from service.deps import FeedbackDep, NoParameters, SearcherDep
from service.errors import FEEDBACK_RESPONSES
from service.feedback.votes import Verdict, Vote, checked

router = APIRouter(tags=["feedback"])


class Thanks(BaseModel):
    """What was kept."""

    record_id: str = Field(description="The record that the vote counts for.")
    verdict: Verdict


@router.post(
    "/v1/feedback",
    status_code=201,
    responses=FEEDBACK_RESPONSES,
    dependencies=[NoParameters],
    summary="Say whether a hit was useful",
)
def feedback(searcher: SearcherDep, store: FeedbackDep, vote: Vote) -> Thanks:
    """Keeps the vote with query, rank and generation, and nothing of who gave it."""
    kept = checked(vote, searcher.opened, datetime.now(tz=UTC).date())
    store.add(kept)
    return Thanks(record_id=kept.record, verdict=kept.verdict)
