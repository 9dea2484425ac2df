"""People who a proxy has signed in: believed from the addresses that are named, and from nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.errors import SettingsError
from service.access.settings import AccessSettings
from service.app import create_app
from service.settings import ServiceSettings

SEARCH = "/v1/search?q=exit"
PROXY = {"trusted_proxies": "10.0.0.5 fd00::/64", "proxy_user_header": "X-User", "proxy_groups_header": "X-Groups"}
ANNA = {"X-User": "anna@example.org", "X-Groups": "hr, desk"}
VOTE = {"id": "ilo:lesson:910063", "query": "exit", "rank": 1, "generation": "0" * 16, "verdict": "useful"}

From = Callable[[str], TestClient]


@pytest.fixture
def behind(data: Path) -> Callable[..., From]:
    def made(**more: object) -> From:
        app = create_app(data, ServiceSettings(insight=True), AccessSettings(**{**PROXY, **more}))
        return lambda host: TestClient(app, client=(host, 50_000), raise_server_exceptions=False)

    return made


@pytest.mark.parametrize("host", ["10.0.0.5", "::ffff:10.0.0.5", "fd00::7"])
def test_a_trusted_proxy_says_who_it_is(host: str, behind: Callable[..., From]) -> None:
    client = behind(anonymous="off")(host)
    assert client.get(SEARCH, headers=ANNA).status_code == 200
    assert client.get(SEARCH).status_code == 401


@pytest.mark.parametrize("host", ["10.0.0.6", "fd00:0:0:1::7", "127.0.0.1", "testclient"])
@pytest.mark.parametrize("more", [{}, {"X-Forwarded-For": "10.0.0.5"}, {"Forwarded": "for=10.0.0.5"}])
def test_anybody_else_who_says_so_is_refused(host: str, more: dict[str, str], behind: Callable[..., From]) -> None:
    client = behind()(host)
    assert client.get(SEARCH, headers=ANNA | more).status_code == 401
    assert client.get(SEARCH, headers={"X-Groups": "hr"} | more).status_code == 401
    assert client.get(SEARCH, headers=more).status_code == 200


def test_groups_give_scopes_and_nobody_names_themselves_everything(behind: Callable[..., From]) -> None:
    client = behind(admin_group="desk")("10.0.0.5")
    assert client.get("/insight", headers=ANNA).status_code == 200
    assert client.get("/insight", headers={"X-User": "bob", "X-Groups": "hr,*"}).status_code == 403
    assert client.get("/insight", headers={"X-User": "bob"}).status_code == 403


def test_two_names_or_an_empty_one_are_refused(behind: Callable[..., From]) -> None:
    client = behind()("10.0.0.5")
    assert client.get(SEARCH, headers=[("X-User", "anna"), ("X-User", "root")]).status_code == 401
    assert client.get(SEARCH, headers=[("X-User", "anna"), ("X-Groups", "a"), ("X-Groups", "b")]).status_code == 401
    assert client.get(SEARCH, headers={"X-User": " "}).status_code == 401
    assert client.get(SEARCH, headers={"X-Groups": "hr"}).status_code == 401


def test_what_another_site_makes_a_browser_send_is_refused(behind: Callable[..., From]) -> None:
    client = behind()("10.0.0.5")
    assert client.post("/v1/feedback", json=VOTE, headers=ANNA | {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/v1/feedback", json=VOTE, headers=ANNA | {"Sec-Fetch-Site": "same-site"}).status_code == 403
    assert client.post("/v1/feedback", json=VOTE, headers=ANNA | {"Sec-Fetch-Site": "same-origin"}).status_code == 201
    for origin, status in (("https://evil.example", 403), ("null", 403), ("http://testserver", 201)):
        assert client.post("/v1/feedback", json=VOTE, headers=ANNA | {"Origin": origin}).status_code == status


def test_answers_depend_on_the_header_and_are_kept_by_nobody(behind: Callable[..., From]) -> None:
    answer = behind()("10.0.0.5").get(SEARCH, headers=ANNA)
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Authorization", "X-User"} <= {name.strip() for name in answer.headers["Vary"].split(",")}


def test_a_trusted_proxy_says_by_which_scheme_it_was_asked(behind: Callable[..., From]) -> None:
    made = behind()
    asked = {"X-Forwarded-Proto": "https"}
    export = "/v1/export?q=exit&format=csv"
    assert "https://testserver/p/" in made("10.0.0.5").get(export, headers=asked).text
    assert "https://testserver/p/" not in made("10.0.0.6").get(export, headers=asked).text


@pytest.mark.parametrize("networks", ["0.0.0.0/0", "::/0", "10.0.0.0/7", "somewhere", "10.0.0.5/33", "10.0.0.5/24"])
def test_what_is_no_proxy_is_refused(networks: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        AccessSettings(trusted_proxies=networks)


def test_without_proxies_no_header_is_read(data: Path) -> None:
    app = create_app(data, ServiceSettings(), AccessSettings())
    client = TestClient(app, client=("127.0.0.1", 1))
    assert client.get(SEARCH, headers=ANNA).status_code == 200
