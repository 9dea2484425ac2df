"""What is known of one request while it is answered: its id, and what the answer was made from."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Literal

from fastapi import Request
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from retrieval.answer import Answer

HEADER = "X-Request-ID"
UNMATCHED = "unmatched"  # the route of paths that nobody knows: all of them are one
_WELL_FORMED = re.compile(rb"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")


@dataclass(slots=True)
class Trace:
    """One request. Lives in its scope's state, which all middleware shares."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    generation: str | None = None
    outcome: Literal["answered", "abstained"] | None = None

    def note(self, answer: Answer) -> None:
        """Remember how a search ended."""
        self.outcome = "abstained" if answer.abstained else "answered"


def begin(scope: Scope) -> Trace:
    """A trace for a request, under the id that it brought if that is well-formed, and put into its scope."""
    given = dict(scope["headers"]).get(HEADER.lower().encode(), b"")
    trace = Trace(given.decode("ascii")) if _WELL_FORMED.fullmatch(given) else Trace()
    scope.setdefault("state", {})["trace"] = trace
    return trace


def trace_of(request: Request) -> Trace:
    """The trace of a request."""
    trace: Trace = request.state.trace
    return trace


def route_of(scope: Scope) -> str:
    """The template of the route that answers, such as `/v1/passages/{id}`: never what stands in an address."""
    if route := scope.get("route"):
        return str(route.path)
    # Not routed: refused before, or a route that leaves no name, such as /docs.
    return next((str(getattr(route, "path", UNMATCHED)) for route in _routes(scope) if _takes(route, scope)), UNMATCHED)


def _takes(route: BaseRoute, scope: Scope) -> bool:
    return route.matches(scope)[0] is not Match.NONE


def _routes(scope: Scope) -> list[BaseRoute]:
    """The application's routes, those of included routers one by one."""
    found: list[BaseRoute] = []
    for route in scope["app"].routes:
        router = getattr(route, "original_router", None)
        found += [route] if router is None else router.routes
    return found
