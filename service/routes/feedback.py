"""POST /v1/feedback for programs and scripts, /feedback for forms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from retrieval.errors import QueryError
from retrieval.search import Searcher
from service.access.caller import Scope
from service.deps import FeedbackDep, NoParameters, SearcherDep, needs
from service.errors import FEEDBACK_RESPONSES
from service.feedback.store import FeedbackStore
from service.feedback.votes import StoredVote, Verdict, Vote, checked
from service.pages.errors import wording_of
from service.pages.rendering import page
from service.pages.state import SearchState

router = APIRouter(tags=["feedback"])

_FIELDS = 20  # more than the form has


class Thanks(BaseModel):
    """What was kept."""

    record_id: str = Field(description="The record that the vote counts for.")
    verdict: Verdict


@router.post(
    "/v1/feedback",
    status_code=201,
    responses=FEEDBACK_RESPONSES,
    dependencies=[NoParameters, needs(Scope.FEEDBACK)],
    summary="Say whether a hit was useful",
)
def feedback(searcher: SearcherDep, store: FeedbackDep, vote: Vote) -> Thanks:
    """Keeps the vote with query, rank and generation, and nothing of who gave it."""
    kept = _keep(vote, searcher, store)
    return Thanks(record_id=kept.record, verdict=kept.verdict)


async def _form(request: Request) -> Vote:
    """The vote in a form of a page without a script. Raises QueryError."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise QueryError("A vote comes from a page of this service.", hint="Search here, and say there what helped.")
    try:
        given = parse_qs((await request.body()).decode(), max_num_fields=_FIELDS)
        return Vote.model_validate({name: values[-1] for name, values in given.items()})
    except ValueError as error:
        raise QueryError("The form was not filled in as it must be.", hint="Go back and try again.") from error


@router.post("/feedback", include_in_schema=False, dependencies=[needs(Scope.FEEDBACK)])
def feedback_form(
    searcher: SearcherDep, store: FeedbackDep, vote: Annotated[Vote, Depends(_form)], request: Request
) -> RedirectResponse:
    """Keeps the vote; loading the page that follows again casts no second one."""
    _keep(vote, searcher, store)
    return RedirectResponse(SearchState.read(request.query_params).feedback_address, status_code=303)


@router.get("/feedback", include_in_schema=False)
def thanks(request: Request) -> HTMLResponse:
    """Thanks for a vote, and the way back to the results."""
    return page("thanks.html", wording_of(request), SearchState.read(request.query_params))


def _keep(vote: Vote, searcher: Searcher, store: FeedbackStore) -> StoredVote:
    kept = checked(vote, searcher.opened, datetime.now(tz=UTC).date())
    store.add(kept)
    return kept
