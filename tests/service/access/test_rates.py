"""How much one may ask: 429 with Retry-After, counted by caller and by address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.errors import SettingsError
from service.access.caller import Scope
from service.access.settings import AccessSettings
from service.access.throttle import LONGEST
from service.app import create_app
from service.settings import ServiceSettings

Key = Callable[..., dict[str, str]]
SEARCH = "/v1/search?q=exit"


def client_from(data: Path, address: str, **settings: object) -> Callable[..., TestClient]:
    app = create_app(data, ServiceSettings(), AccessSettings(**settings))
    return lambda host=address: TestClient(app, client=(host, 50_000), raise_server_exceptions=False)


def statuses(client: TestClient, times: int, **more: object) -> list[int]:
    return [client.get(SEARCH, **more).status_code for _ in range(times)]


def test_an_address_that_asks_too_much_is_told_when_to_go_on(data: Path) -> None:
    made = client_from(data, "192.0.2.7", rate_per_address="3/minute")
    client = made()
    assert statuses(client, 4) == [200, 200, 200, 429]
    refused = client.get(SEARCH)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["error"]["code"] == "too_many_requests"
    assert refused.headers["Cache-Control"] == "no-store"
    assert refused.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/", headers={"Accept": "text/html"}).headers["Content-Type"].startswith("text/html")
    assert client.get("/healthz").status_code == 200
    assert made("192.0.2.8").get(SEARCH).status_code == 200


def test_each_subscriber_of_ipv6_is_one_address_and_this_machine_is_none(data: Path) -> None:
    made = client_from(data, "2001:db8::1", rate_per_address="2/minute")
    assert statuses(made(), 1) + statuses(made("2001:db8::ffff"), 2) == [200, 200, 429]
    assert statuses(made("2001:db8:0:1::1"), 1) == [200]
    assert statuses(made("127.0.0.1"), 4) == statuses(made("::1"), 4) == [200] * 4


def test_what_a_request_says_of_its_address_changes_nothing(data: Path) -> None:
    client = client_from(data, "192.0.2.7", rate_per_address="2/minute")()
    given = [client.get(SEARCH, headers={"X-Forwarded-For": f"198.51.100.{at}"}).status_code for at in range(3)]
    assert given == [200, 200, 429]


def test_behind_a_trusted_proxy_each_reader_has_an_address(data: Path) -> None:
    client = client_from(data, "10.0.0.5", rate_per_address="1/minute", trusted_proxies="10.0.0.5 10.0.0.6")()

    def ask(*hops: str) -> int:
        return client.get(SEARCH, headers={"X-Forwarded-For": ", ".join(hops)}).status_code

    assert ask("198.51.100.1") == 200
    assert ask("198.51.100.2") == 200
    assert ask("198.51.100.2") == 429
    assert ask("203.0.113.9", "198.51.100.2") == 429  # what stands before it was written by whoever asks
    assert ask("198.51.100.3", "10.0.0.6") == 200
    assert ask("198.51.100.3", "10.0.0.6") == 429
    assert ask("not an address") == 200  # counted as the proxy's own
    assert ask("nor is this") == 429


def test_a_key_has_a_rate_of_its_own_wherever_it_is_used(data: Path, key: Key) -> None:
    made = client_from(data, "192.0.2.7", rate_per_caller="2/minute")
    one, other = key(Scope.SEARCH), key(Scope.SEARCH)
    assert statuses(made(), 2, headers=one) + statuses(made("192.0.2.8"), 1, headers=one) == [200, 200, 429]
    assert statuses(made(), 1, headers=other) == [200]
    assert statuses(made(), 3) == [200] * 3


def test_sign_ins_that_fail_are_soon_counted_and_those_that_do_not_never(data: Path, key: Key) -> None:
    made = client_from(data, "192.0.2.7", rate_of_failures="3/minute")
    wrong, right = {"Authorization": "Bearer aw_wrong"}, key(Scope.SEARCH)
    assert statuses(made(), 5, headers=wrong) == [401, 401, 401, 429, 429]
    assert statuses(made(), 1, headers=right) == [200]  # somebody else's wrong keys keep nobody out
    assert statuses(made(), 1) == [200]
    assert statuses(made("192.0.2.8"), 1, headers=wrong) == [401]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_a_proxy_on_this_machine_that_nobody_named_is_not_this_machine(data: Path, header: str) -> None:
    client = client_from(data, "127.0.0.1", rate_per_address="2/minute")()
    assert statuses(client, 3, headers={header: "198.51.100.1"}) == [200, 200, 429]
    assert statuses(client, 1, headers={header: "198.51.100.2"}) == [429]  # what it says is not believed
    assert statuses(client, 3) == [200] * 3


def test_rates_can_be_off(data: Path) -> None:
    made = client_from(data, "192.0.2.7", rate_per_address="", rate_per_caller="", rate_of_failures="")
    assert statuses(made(), 5, headers={"Authorization": "Bearer aw_wrong"}) == [401] * 5


@pytest.mark.parametrize("rate", ["many", "10", "10/fortnight", "-1/minute"])
def test_a_rate_that_is_none_is_refused(rate: str) -> None:
    with pytest.raises(SettingsError, match="RATE_PER_CALLER"):
        AccessSettings(rate_per_caller=rate)


def test_an_address_that_is_too_long_is_a_414(data: Path) -> None:
    client = client_from(data, "192.0.2.7")()
    refused = client.get(f"/v1/search?q={'a' * LONGEST}")
    assert refused.status_code == 414
    assert "POST /v1/search" in refused.json()["error"]["hint"]
    assert client.get(f"/p/{'a' * LONGEST}").status_code == 414
