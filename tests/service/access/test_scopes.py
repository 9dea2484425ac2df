"""What a caller may do: scopes of keys, and what is refused how."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from service.access.caller import Scope

Serve = Callable[..., TestClient]
Key = Callable[..., dict[str, str]]

SEARCH = "/v1/search?q=exit+strategy"
VOTE = {"query": "exit", "id": "ilo:lesson:910063", "verdict": "useful", "generation": "0" * 16, "rank": 1}


def test_without_a_key_one_reads_what_is_public(serve: Serve) -> None:
    client = serve()
    assert client.get(SEARCH).json()["hits"]
    assert client.get("/v1/export?q=exit&format=csv").status_code == 200


def test_anonymous_access_can_be_off(serve: Serve, key: Key) -> None:
    client = serve(anonymous="off")
    for path in (
        SEARCH,
        "/v1/stats",
        "/v1/suggest?q=ex",
        "/v1/passages/ilo:lesson:910063",
        "/v1/export?q=a&format=csv",
    ):
        refused = client.get(path)
        assert refused.status_code == 401
        assert refused.json()["error"]["code"] == "not_signed_in"
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="afterwise"'
    assert client.get("/").status_code == 401
    assert client.get(SEARCH, headers=key()).status_code == 200
    assert client.get("/healthz").status_code == 200
    told = {"status": "ok", "generation": None, "still_shown": None, "problem": None}
    assert client.get("/readyz").json() == told


@pytest.mark.parametrize(
    "header",
    [
        "Bearer aw_000000000000_" + "0" * 64,
        "Bearer",
        "Bearer  ",
        "Digest x",
        "aw_000000000000_" + "0" * 64,
        "Basic !!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
    ],
)
def test_what_is_not_valid_is_refused_and_not_taken_for_nothing(serve: Serve, header: str) -> None:
    refused = serve().get(SEARCH, headers={"Authorization": header})
    assert refused.status_code == 401
    assert "hits" not in refused.json()


def test_two_headers_are_refused(serve: Serve, key: Key) -> None:
    one, other = key()["Authorization"], key(Scope.ADMIN)["Authorization"]
    assert serve().get(SEARCH, headers=[("Authorization", one), ("Authorization", other)]).status_code == 401


def test_a_key_in_the_address_is_an_unknown_parameter(serve: Serve, key: Key) -> None:
    token = key()["Authorization"].removeprefix("Bearer ")
    assert serve(anonymous="off").get(f"{SEARCH}&access_token={token}").status_code == 401
    assert serve().get(f"{SEARCH}&access_token={token}").status_code == 400


def test_each_scope_opens_its_own(serve: Serve, key: Key) -> None:
    client = serve()
    search, feedback = key(Scope.SEARCH), key(Scope.SEARCH, Scope.FEEDBACK)
    refused = client.get("/v1/export?q=exit&format=csv", headers=search)
    assert refused.status_code == 403
    assert refused.json()["error"]["details"] == {"scope": "export"}
    assert client.post("/v1/feedback", json=VOTE, headers=search).status_code == 403
    assert client.post("/v1/feedback", json=VOTE, headers=feedback).status_code == 201
    assert client.get(SEARCH, headers=key(Scope.ADMIN, Scope.INGEST)).status_code == 403


def test_a_browser_may_send_the_key_as_a_password(serve: Serve, key: Key) -> None:
    token = key(Scope.SEARCH, Scope.FEEDBACK)["Authorization"].removeprefix("Bearer ")
    client = serve(anonymous="off")
    assert client.get("/", auth=("anybody", token)).status_code == 200
    refused = client.get("/", headers={"Accept": "text/html"})
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic ")
    other = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/v1/feedback", json=VOTE, auth=("x", token), headers=other).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin"}
    assert client.post("/v1/feedback", json=VOTE, auth=("x", token), headers=own).status_code == 201


def test_nobody_keeps_an_answer_to_somebody(serve: Serve, key: Key) -> None:
    client = serve()
    for path in (SEARCH, "/", "/p/ilo:lesson:910063", "/v1/export?q=exit&format=csv"):
        answer = client.get(path, headers=key(Scope.SEARCH, Scope.EXPORT))
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Authorization" in answer.headers["Vary"]
        assert "Authorization" in client.get(path).headers["Vary"]
    assert client.get("/v1/nothing", headers={"Authorization": "Bearer x"}).status_code == 404


def test_other_origins_send_no_keys(serve: Serve, key: Key) -> None:
    preflight = serve().options(
        SEARCH,
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        },
    )
    assert "Access-Control-Allow-Origin" not in preflight.headers
    assert "Access-Control-Allow-Credentials" not in preflight.headers
