"""No endpoint tells of what a caller may not see: each answers as a service would that never held it.

Random documents are hidden from random callers, and every answer is held, byte for byte, against that of a service
over a copy of the collection without them. A route that is in neither of the two lists below fails the first test.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import service.routes
from index.visibility import EVERYBODY, Audience
from retrieval.citations import FORMATS
from service.access.caller import audience_of
from service.exports import EXPORTS
from service.pages import assets

Serve = Callable[[Mapping[str, str], str], TestClient]

DOCUMENTS = "abcdefgh"
VISIBILITIES = ("public", "internal", "group:a", "group:b", "group:a,b", "group:a & group:b")
CALLERS = {"nobody": None, "staff": (), "a": ("a",), "a and b": ("a", "b"), "all": ("*",)}

RECORDS = (
    "own:lesson:a-1", "own:lesson:b-1", "own:lesson:h-1", "own:lesson:d-2", "own:recommendation:a-r",
    "own:recommendation:d-r", "own:management_response:b-m", "own:management_response:f-m", "own:key_action:c-k",
    "own:evaluation:e:1", "own:lesson:a-1:text-1", "own:lesson:h-1:text-1", "own:lesson:nothing",
)  # fmt: skip
QUERIES = (
    "Where the island council pays a keeper for the wells", "pay the pilots", "RGS", "xylophone", "xylofone budget",
    "dredgers before the rains", "reef wardens were not paid", '"harbour pilots"', "what worked", "zither",
    "ferry tickets",
)  # fmt: skip


class Ask(NamedTuple):
    """A request: its address, and a body where it is a POST."""

    address: str
    body: dict[str, Any] | None = None
    form: str | None = None


def _query(text: str) -> str:
    return "q=" + text.replace(" ", "+").replace('"', "%22")


def _form(id_: str) -> str:
    return f"id={id_}&query=ferry&rank=1&generation={'0' * 16}&verdict=useful"


VOTE = {"query": "ferry", "rank": 1, "generation": "0" * 16, "verdict": "useful"}
ASKS: dict[str, list[Ask]] = {
    "GET /v1/search": [
        *(Ask(f"/v1/search?{_query(one)}&explain=true&alternatives=true&per_evaluation=0") for one in QUERIES),
        Ask("/v1/search?q=ferry&country=Samoa"),
        Ask("/v1/search?q=pilots&theme=Skills&alternatives=true&sort=newest"),
        Ask("/v1/search?q=wells&limit=1&offset=1"),
        Ask("/v1/search?q=wells&status=No"),
        Ask("/v1/search?q=fees&status=Accepted&alternatives=true"),
        Ask("/v1/search?q=ferry&fusion=rrf"),
        Ask("/v1/search?q=ferry&fusion=z-score&year=2010-2012"),
    ],
    "POST /v1/search": [Ask("/v1/search", {"query": "who pays the wardens", "limit": 50, "explain": True})],
    "GET /v1/export": [Ask(f"/v1/export?q=wardens+and+pilots&format={one}") for one in EXPORTS],
    "GET /v1/suggest": [Ask(f"/v1/suggest?q={one}") for one in ("x", "xyl", "zit", "RG", "ree", "Pacific", "Skil")],
    "GET /v1/stats": [Ask("/v1/stats")],
    "GET /v1/passages/{id}": [Ask(f"/v1/passages/{one}") for one in RECORDS],
    "GET /v1/passages/{id}/citation": [
        Ask(f"/v1/passages/{one}/citation?format={name}") for one in RECORDS[:3] for name in FORMATS
    ],
    "GET /v1/passages/{id}/similar": [Ask(f"/v1/passages/{one}/similar") for one in RECORDS],
    "GET /v1/documents/{id}": [Ask(f"/v1/documents/own:evaluation:{one}") for one in DOCUMENTS],
    "GET /": [
        Ask("/"),
        *(Ask(f"/?{_query(one)}&ui=en") for one in QUERIES),
        Ask("/?q=nothing+of+the+sort&country=Narnia"),
    ],
    "GET /p/{id}": [Ask(f"/p/{one}?ui=en") for one in RECORDS],
    "POST /v1/feedback": [Ask("/v1/feedback", VOTE | {"id": one}) for one in RECORDS],
    "POST /feedback": [Ask("/feedback", form=_form(one)) for one in RECORDS],
    "GET /readyz": [Ask("/readyz")],
}  # fmt: skip

# Routes that tell nothing of the collection, or that are for those who look after all of it.
OPEN = {
    "GET /healthz": "whether the process answers",
    "GET /static/{version}/{name}": "style sheets and scripts",
    "GET /widget.js": "a script",
    "GET /widget/{name}": "style sheets and scripts",
    "GET /embed": "the widget's page, which asks like everybody",
    "GET /demo/widget": "the same",
    "GET /feedback": "thanks",
    "GET /metrics": "numbers of the process, for those who watch it; off for others by default",
    "GET /insight": "needs the scope admin; what it tells of records is held by tests/service/pages/test_insight.py",
    "POST /v1/documents": "needs the scope ingest",
    "DELETE /v1/documents/{id}": "needs the scope ingest, which may withdraw all that there is",
    "DELETE /v1/sources/{name}": "the same",
    "GET /v1/jobs": "the same",
    "GET /v1/jobs/{id}": "the same",
}


def _routes() -> set[str]:
    modules = [
        importlib.import_module(f"service.routes.{one.name}") for one in pkgutil.iter_modules(service.routes.__path__)
    ]
    routers = [module.router for module in modules if hasattr(module, "router")]
    return {
        f"{method} {route.path}"
        for router in [*routers, assets.router]
        for route in router.routes
        for method in route.methods
        if method != "HEAD"
    }


def test_every_route_is_asked_or_is_open() -> None:
    assert _routes() == ASKS.keys() | OPEN.keys()


def _answer(client: TestClient, ask: Ask) -> tuple[int, Any]:
    if ask.form is not None:
        response = client.post(
            ask.address, content=ask.form, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
    elif ask.body is not None:
        response = client.post(ask.address, json=ask.body)
    else:
        response = client.get(ask.address)
    body = response.content
    if body[:2] == b"PK":  # DOCX and XLSX are archives, which hold the hour
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return response.status_code, {
                name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"
            }
    return response.status_code, re.sub(rb'"request_id":"[^"]*"', b"", body)


def _audience(caller: str) -> Audience:
    groups = CALLERS[caller]
    return EVERYBODY if groups is None else audience_of(groups)


def _hide(one: str, *names: str) -> dict[str, str]:
    return {name: one if name in names else "public" for name in DOCUMENTS}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.fixed_dictionaries({name: st.sampled_from(VISIBILITIES) for name in DOCUMENTS}),
    st.sampled_from(list(CALLERS)),
)
@example(_hide("internal", "b", "h"), "nobody")
@example(_hide("group:a & group:b", "b", "g"), "a")
@example(_hide("group:b", "a", "d", "e"), "staff")
@example(_hide("group:b", "c", "f"), "a and b")
def test_every_answer_is_that_of_a_service_without_what_is_hidden(
    serve: Serve, visibilities: dict[str, str], caller: str
) -> None:
    seen = {name: one for name, one in visibilities.items() if _audience(caller).sees(one)}
    whole = serve(visibilities, caller)
    if not seen:  # there is no such service; the next test looks at what is told then
        return
    copy = serve(seen, caller)
    for asks in ASKS.values():
        for ask in asks:
            assert _answer(whole, ask) == _answer(copy, ask), ask


def test_where_all_is_hidden_nothing_is_told(serve: Serve) -> None:
    client = serve(dict.fromkeys(DOCUMENTS, "internal"), "nobody")
    for asks in ASKS.values():
        for ask in asks:
            status, body = _answer(client, ask)
            assert status < 500, ask
            assert "xylophone budget of" not in str(body)
    assert client.get("/v1/stats").json()["records"] == {}
    assert client.get("/v1/search?q=wells").json()["hits"] == []


def test_somebody_who_may_see_it_all_is_told_more(serve: Serve) -> None:
    """The requests above do tell of what is hidden, to those who may see it: else they would prove nothing."""
    hidden = _hide("group:b", *DOCUMENTS[1:])
    some, every = serve(hidden, "a"), serve(hidden, "all")
    for route, asks in ASKS.items():
        assert [_answer(some, one) for one in asks] != [_answer(every, one) for one in asks], route
