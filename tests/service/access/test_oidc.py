"""Tokens of an identity provider: real keys, a real server that gives them out, and what attackers send."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from fastapi.testclient import TestClient
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from service.access import oidc
from service.access.oidc import SigningKeys
from service.access.settings import AccessSettings
from service.app import create_app
from service.settings import ServiceSettings

ISSUER, AUDIENCE = "https://login.example.org/", "afterwise"
SEARCH = "/v1/search?q=exit"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
EDWARDS = ed25519.Ed25519PrivateKey.generate()


def published(kid: str, key: Any, algorithm: str) -> dict[str, Any]:
    kinds = {"RS": RSAAlgorithm, "PS": RSAAlgorithm, "ES": ECAlgorithm, "Ed": OKPAlgorithm}
    as_jwk = kinds[algorithm[:2]].to_jwk(key.public_key(), as_dict=True)
    return {**as_jwk, "kid": kid, "use": "sig", "alg": algorithm}


class Provider:
    """Gives out keys over HTTP, and counts how often it was asked."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = [published("one", RSA, "RS256"), published("ec", CURVE, "ES256")]
        self.asked = 0
        self.broken = False
        self.slow = 0.0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked += 1
                time.sleep(provider.slow)
                body = b"not JSON" if provider.broken else json.dumps({"keys": provider.keys}).encode()
                self.send_response(500 if provider.broken else 200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/keys"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def client(data: Path, provider: Provider) -> TestClient:
    return client_of(data, provider)


def client_of(data: Path, provider: Provider, **more: object) -> TestClient:
    given = {"oidc_issuer": ISSUER, "oidc_audience": AUDIENCE, "oidc_jwks_url": provider.url, "rate_of_failures": ""}
    access = AccessSettings(**{**given, **more})
    return TestClient(create_app(data, ServiceSettings(insight=True), access), raise_server_exceptions=False)


def claims(**more: Any) -> dict[str, Any]:
    now = int(time.time())
    made = {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna", "exp": now + 600, "iat": now, "groups": ["hr"], **more}
    return {name: value for name, value in made.items() if value is not None}


def token(key: Any = RSA, algorithm: str = "RS256", kid: str | None = "one", **more: Any) -> str:
    return jwt.encode(claims(**more), key, algorithm=algorithm, headers={"kid": kid} if kid else None)


def status(client: TestClient, text: str) -> int:
    return client.get(SEARCH, headers={"Authorization": f"Bearer {text}"}).status_code


def test_a_token_of_the_provider_opens_the_service(client: TestClient, provider: Provider) -> None:
    assert status(client, token()) == 200
    assert status(client, token(CURVE, "ES256", "ec")) == 200
    provider.keys = [published("ed", EDWARDS, "EdDSA")]
    assert status(client_of(Path(client.app.state.folder), provider), token(EDWARDS, "EdDSA", "ed")) == 200  # type: ignore[attr-defined]
    assert status(client, token(aud=["other", AUDIENCE])) == 200


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"exp": 1_000}, "it has expired"),
        ({"exp": int(time.time()) - 90}, "it has expired"),
        ({"nbf": int(time.time()) + 86_400}, "it is not valid yet"),
        ({"iat": int(time.time()) + 86_400}, "it is not valid yet"),
        ({"aud": "another"}, "it was made for another service"),
        ({"aud": None}, "its signature or its claims are wrong"),
        ({"exp": None}, "its signature or its claims are wrong"),
        ({"sub": None}, "its signature or its claims are wrong"),
        ({"sub": ""}, "it does not say whose it is"),
        ({"sub": " "}, "it does not say whose it is"),
        ({"iss": None}, "its signature or its claims are wrong"),
        ({"iss": "https://evil.example.org/"}, "it is from another provider"),
        ({"iss": ISSUER.rstrip("/")}, "it is from another provider"),
    ],
)
def test_what_a_token_claims_is_checked(more: dict[str, Any], why: str, client: TestClient) -> None:
    refused = client.get(SEARCH, headers={"Authorization": f"Bearer {token(**more)}"})
    assert refused.status_code == 401
    assert refused.json()["error"]["message"] == f"This token is not valid: {why}."


def segment(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(header: dict[str, Any], secret: bytes | None = None, **more: Any) -> str:
    """A token put together by hand, as attackers do."""
    signed = f"{segment(header)}.{segment(claims(**more))}"
    mark = hmac.new(secret, signed.encode(), hashlib.sha256).digest() if secret is not None else b""
    return f"{signed}.{segment(mark)}"


def test_a_token_without_a_signature_is_refused(client: TestClient) -> None:
    for name in ("none", "None", "NONE", "nOnE", ""):
        assert status(client, forged({"alg": name, "kid": "one"})) == 401
    assert status(client, forged({"kid": "one"})) == 401


def test_the_open_key_is_no_secret_to_sign_with(client: TestClient) -> None:
    """RS256 → HS256: whoever checks with what anybody can fetch would take everybody's word."""
    pem = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, pem.strip(), b"", b"one"):
        assert status(client, forged({"alg": "HS256", "kid": "one", "typ": "JWT"}, secret)) == 401


def test_a_secret_among_the_open_keys_opens_nothing(data: Path, provider: Provider) -> None:
    provider.keys.append({"kty": "oct", "kid": "oct", "k": segment(b"s" * 32), "alg": "HS256"})
    client = client_of(data, provider)
    assert status(client, forged({"alg": "HS256", "kid": "oct"}, b"s" * 32)) == 401
    assert status(client, token()) == 200


def test_a_key_that_the_token_brings_along_is_not_read(client: TestClient, provider: Provider) -> None:
    own = published("one", OTHER, "RS256")
    for header in ({"jwk": own}, {"jku": provider.url.replace("/keys", "/mine")}, {"x5u": "http://127.0.0.1:1/x"}):
        text = jwt.encode(claims(), OTHER, algorithm="RS256", headers={"kid": "one", **header})
        assert status(client, text) == 401
    assert provider.asked == 1  # of the one address in the settings


@pytest.mark.parametrize(
    "kid", ["../../etc/passwd", "' OR 1=1 --", "http://evil.example.org/keys", "a" * 5_000, "", None]
)
def test_a_kid_is_a_name_and_nothing_else(kid: str | None, client: TestClient) -> None:
    assert status(client, token(kid=kid)) == 401
    assert status(client, token()) == 200


@pytest.mark.parametrize(
    "text", ["a", "a.b", "a.b.c", "..", "e30.e30.e30", "💥", "x" * 20_000, "eyJhbGciOiJSUzI1NiJ9." * 3]
)
def test_what_is_no_token_is_refused(text: str, client: TestClient) -> None:
    assert client.get(SEARCH, headers={"Authorization": f"Bearer {text}".encode()}).status_code == 401


def test_a_signature_of_another_key_or_text_is_refused(client: TestClient) -> None:
    assert status(client, token(OTHER)) == 401
    head, body, mark = token().split(".")
    assert status(client, f"{head}.{segment(claims(groups=['admin']))}.{mark}") == 401
    assert status(client, f"{head}.{body}.{mark[:-4]}AAAA") == 401


def test_keys_are_fetched_once_and_made_up_names_fetch_nothing(client: TestClient, provider: Provider) -> None:
    assert [status(client, token()) for _ in range(5)] == [200] * 5
    assert [status(client, token(kid=f"made-up-{at}")) for at in range(20)] == [401] * 20
    assert provider.asked == 1


def test_many_requests_at_once_fetch_once(provider: Provider) -> None:
    provider.slow = 0.3
    keys = SigningKeys(provider.url)
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(keys.find("one") is not None)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 16
    assert provider.asked == 1


def test_a_new_key_is_found_when_the_provider_turns_to_it(provider: Provider) -> None:
    keys = SigningKeys(provider.url, pause=0.2)
    assert keys.find("two") is None
    provider.keys = [published("two", OTHER, "RS256")]
    assert keys.find("two") is None  # not within the pause
    time.sleep(0.25)
    assert keys.find("two") is not None
    assert keys.find("one") is None


def test_while_the_provider_is_away_the_last_keys_go_on(
    client: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status(client, token()) == 200
    provider.broken = True
    monkeypatch.setattr(oidc, "_FRESH", 0.0)
    assert status(client, token()) == 200


def test_without_any_keys_it_is_a_503_that_says_when_to_go_on(data: Path, provider: Provider) -> None:
    provider.broken = True
    refused = client_of(data, provider).get(SEARCH, headers={"Authorization": f"Bearer {token()}"})
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "30"
    provider.keys = [{"kty": "oct", "kid": "x", "k": "eA"}]


@pytest.mark.parametrize(
    ("claim", "given", "admin"),
    [
        ("groups", {"groups": ["hr", "desk"]}, True),
        ("groups", {"groups": "desk"}, True),
        ("groups", {"groups": ["*"]}, False),
        ("groups", {"groups": {"desk": True}}, False),
        ("groups", {"groups": [{"name": "desk"}, 7, None]}, False),
        ("groups", {"groups": None}, False),
        ("realm_access.roles", {"realm_access": {"roles": ["desk"]}}, True),
        ("https://example.org/groups", {"https://example.org/groups": ["desk"]}, True),
    ],
)
def test_groups_come_from_the_claim_that_is_named(
    claim: str, given: dict[str, Any], admin: bool, data: Path, provider: Provider
) -> None:
    client = client_of(data, provider, oidc_groups_claim=claim, admin_group="desk")
    answer = client.get("/insight", headers={"Authorization": f"Bearer {token(**given)}"})
    assert answer.status_code == (200 if admin else 403)


def test_keys_of_the_service_go_on_beside_tokens(client: TestClient, key: Callable[..., dict[str, str]]) -> None:
    assert client.get(SEARCH, headers=key()).status_code == 200
    assert status(client, "aw_000000000000_" + "0" * 64) == 401
