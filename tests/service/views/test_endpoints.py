"""No endpoint tells of what a caller may not see: each answers as a service would that never held it.

Random documents are hidden from random callers, and every answer is held, byte for byte, against that of a service
over a copy of the collection without them. Callers who have signed in have every scope here: a key that may bring in
documents, or see use, is told no more of what it may not see. A route that is in neither of the two lists below fails
the first test.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.visibility import EVERYBODY, Audience
from retrieval.citations import FORMATS
from service.access.caller import audience_of
from service.app import create_app
from service.brief.formats import BRIEF_FORMATS
from service.exports import EXPORTS
from service.settings import ServiceSettings

Serve = Callable[..., TestClient]

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


DRAFT = """Budget

The budget for the xylophone of the zither bureau must not be spent twice by anybody, nor the fund of the project.

Partners

The project pays the fish wardens of the reef, so that the reef is not fished empty while the wardens are not paid.

Sustainability

The island council pays a keeper for the wells, so that the pumps are kept in repair and the households draw clean water
when the project has gone. Fares of the ferry are to cover its fuel, and tickets are sold ashore before boarding.

Training

Pilots are trained at sea by the Pacific Harbour Authority (PHA), who stay longer than those who were trained ashore.
"""


class Ask(NamedTuple):
    """A request: its address, and a body where it is a POST. The answer may be sent on to another address."""

    address: str
    body: dict[str, Any] | None = None
    form: str | None = None
    method: str = ""
    sent_on: str | None = None
    field: str | None = None  # of the form in which it is sent on; none: as it is


def _query(text: str) -> str:
    return "q=" + text.replace(" ", "+").replace('"', "%22")


def _form(id_: str) -> str:
    return f"id={id_}&query=ferry&rank=1&generation={'0' * 16}&verdict=useful"


NEW = {
    "id": "own:lesson:new", "local_id": "new", "document_id": "own:evaluation:h", "kind": "lesson",
    "parts": [{"name": "text", "text": "Tune the zither."}],
}  # fmt: skip
SENT = {
    "source": "h.json",
    "documents": [{"id": "own:evaluation:h", "publisher": "own", "title": "Another audit"}],
    "records": [NEW],
}
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
        Ask("/v1/search?q=reef&country=Kiribatt&status=Noo&evaluation=N-i"),  # the closest that there are
        Ask("/v1/search?q=reef&theme=Fisheries&polarity=challenge&explain=true"),
        Ask('/v1/search?q=%22zither+bureau%22'),
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
    "POST /v1/documents": [
        Ask("/v1/documents", SENT),
        Ask("/v1/documents", {**SENT, "records": [{**NEW, "kind": "x"}]}),
    ],
    "DELETE /v1/documents/{id}": [
        Ask(f"/v1/documents/own:evaluation:{one}", method="DELETE") for one in f"{DOCUMENTS}z"
    ],
    "DELETE /v1/sources/{name}": [Ask(f"/v1/sources/{one}.json", method="DELETE") for one in f"{DOCUMENTS}z"],
    "GET /v1/jobs": [Ask("/v1/jobs"), Ask("/v1/jobs?state=dead")],
    "GET /insight": [Ask("/insight?ui=en"), Ask("/insight?ui=en&from=2010&to=2012")],
    "POST /v1/brief": [
        Ask("/v1/brief", {"text": DRAFT}),
        Ask("/v1/brief?stream=true", {"text": DRAFT}),
        *(Ask(f"/v1/brief?format={one}", {"text": DRAFT}) for one in BRIEF_FORMATS),
    ],
    "POST /v1/brief/export": [
        Ask("/v1/brief", {"text": DRAFT}, sent_on=f"/v1/brief/export?format={one}") for one in BRIEF_FORMATS
    ],
    "POST /brief": [Ask("/brief?ui=en", {"text": DRAFT})],
    "POST /brief/export": [Ask("/v1/brief", {"text": DRAFT}, sent_on="/brief/export", field="brief")],
}  # fmt: skip

# Routes that tell nothing of the collection, or that are for those who look after all of it.
OPEN = {
    "GET /healthz": "whether the process answers",
    "GET /static/{version}/{name}": "style sheets and scripts",
    "GET /widget.js": "a script",
    "GET /widget/{name}": "style sheets and scripts",
    "GET /brief": "a form",
    "GET /embed": "the widget's page, which asks like everybody",
    "GET /demo/widget": "the same",
    "GET /feedback": "thanks",
    "GET /metrics": "numbers of the process, for those who watch it; off for others by default",
    "GET /v1/jobs/{id}": "for whoever sent it: tests/service/test_documents_route.py",
    "GET /docs": "the same for all",
    "GET /docs/oauth2-redirect": "the same for all",
    "GET /redoc": "the same for all",
    "GET /openapi.json": "the same for all",
}


def _routes(of: Any) -> Iterator[str]:
    """Method and path of every route of an application or router, also of the routers within."""
    for route in of.routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield from (f"{method} {route.path}" for method in route.methods if method != "HEAD")
        else:
            yield from _routes(inner)


def test_every_route_is_asked_or_is_open() -> None:
    app = create_app(Path("none"), ServiceSettings(insight=True, metrics="on"))
    assert set(_routes(app)) == ASKS.keys() | OPEN.keys()


# What differs between two answers to the same: identifiers that are made up, the time, and what it took.
_CHANCE = re.compile(rb'"(?:request_id|id)":"[0-9a-f]{16,}"|"(?:accepted|changed)":"[^"]*"|/v1/jobs/[0-9a-f]{16}')
_CHANCE_HEADERS = {"x-request-id", "server-timing", "content-length"}


class Answer(NamedTuple):
    """All that an answer tells."""

    status: int
    headers: dict[str, str]
    body: Any


def _answer(client: TestClient, ask: Ask) -> Answer:
    if ask.form is not None:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        response = client.post(ask.address, content=ask.form, headers=form)
    elif ask.body is not None:
        response = client.post(ask.address, json=ask.body)
    else:
        response = client.request(ask.method or "GET", ask.address)
    if ask.field:
        response = client.post(ask.sent_on or "", files={ask.field: (None, response.content), "format": (None, "docx")})
    elif ask.sent_on:
        response = client.post(ask.sent_on, content=response.content)
    told = {
        name: _CHANCE.sub(b"", value.encode()).decode()
        for name, value in response.headers.items()
        if name not in _CHANCE_HEADERS
    }
    if response.content[:2] == b"PK":  # DOCX and XLSX are archives, which hold the hour
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}
        return Answer(response.status_code, told, parts)
    return Answer(response.status_code, told, _CHANCE.sub(b"", response.content))


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
            answer = _answer(client, ask)
            assert answer.status < 500, ask
            assert "xylophone budget of" not in str(answer.body)
    assert client.get("/v1/stats").json()["records"] == {}
    assert client.get("/v1/search?q=wells").json()["hits"] == []


def test_where_anonymous_access_is_off_nobody_is_told_anything(serve: Serve) -> None:
    client = serve(dict.fromkeys(DOCUMENTS, "public"), "nobody", anonymous="off")
    for route, asks in ASKS.items():
        for ask in asks:
            answer = _answer(client, ask)
            if route == "GET /readyz":  # for probes: that it is ready, and not of what
                assert (answer.status, answer.body) == (200, b'{"status":"ok","generation":null,"problem":null}')
            else:
                assert answer.status == 401, ask
                assert answer.headers["cache-control"] == "no-store"


def test_somebody_who_may_see_it_all_is_told_more(serve: Serve) -> None:
    """The requests above do tell of what is hidden, to those who may see it: else they would prove nothing."""
    hidden = _hide("group:b", *DOCUMENTS[1:])
    some, every = serve(hidden, "a"), serve(hidden, "all")
    for route, asks in ASKS.items():
        if route == "POST /v1/documents":  # what is sent is accepted, whatever there is
            continue
        assert [_answer(some, one) for one in asks] != [_answer(every, one) for one in asks], route


def test_the_brief_of_another_is_no_way_to_read_what_is_hidden(serve: Serve) -> None:
    hidden = _hide("internal", "b", "h")
    whole, told = serve(hidden, "nobody"), serve(hidden, "all").post("/v1/brief", json={"text": DRAFT})
    copy = serve({name: one for name, one in hidden.items() if one == "public"}, "nobody")
    assert "own:evaluation:h" in told.text
    for format_ in BRIEF_FORMATS:
        address = f"/v1/brief/export?format={format_}"
        refused = whole.post(address, content=told.content)
        assert refused.status_code == 409
        assert refused.content == copy.post(address, content=told.content).content


def test_a_brief_for_nobody_in_particular_holds_nothing_internal(serve: Serve) -> None:
    """All that a reader who has not signed in gets of a brief, in every form of it, against what only staff may see."""
    hidden = _hide("internal", "b", "h")
    nobody, staff = serve(hidden, "nobody"), serve(hidden, "staff")
    secret = re.compile(r"own:evaluation:[bh]|own:lesson:[bh]-|xylophone budget of|Reef Guard Service|Audit of the")
    asks = [ask for route in ASKS if "brief" in route for ask in ASKS[route]]
    assert len(asks) > len(BRIEF_FORMATS)
    for ask in asks:
        assert secret.search(str(_answer(staff, ask))), ask
        assert not secret.search(str(_answer(nobody, ask))), ask
