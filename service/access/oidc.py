"""Tokens of an OpenID Connect provider: JWTs (RFC 7519) that it signed for this service.

The keys come from one address, that of the settings. Nothing in a token says where to fetch anything: `jku`, `x5u` and
`jwk` are not read, a `kid` is only looked up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

import jwt
from jwt import PyJWK, PyJWKClient
from jwt.exceptions import (
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuerError,
    PyJWTError,
)

from index.visibility import is_group
from service.access.caller import READING, Caller, Scope, audience_of, shown_name
from service.access.errors import NotSignedIn, ProviderDown
from service.access.settings import AccessSettings

# Signatures with a key pair alone: who can check a token must not be able to make one.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_LEEWAY = 60  # seconds that clocks may differ
_LONGEST = 16_384  # characters of a token
_MOST_GROUPS = 1_000
_FRESH = 3_600.0  # seconds after which keys are fetched again
_PAUSE = 30.0  # seconds between two fetches, whatever tokens ask for
_PATIENCE = 5.0  # seconds that the provider has to answer
_WHY: Mapping[type[PyJWTError], str] = {
    ExpiredSignatureError: "it has expired",
    ImmatureSignatureError: "it is not valid yet",
    InvalidAudienceError: "it was made for another service",
    InvalidIssuerError: "it is from another provider",
}


class SigningKeys:
    """The provider's keys by their `kid`. Safe to share between threads.

    Fetched again when they are old, or when a token names one that is not there, but never more often than every 30 s:
    neither many requests nor made-up names make us ask more. Where the provider is away, the last keys go on.
    """

    def __init__(self, url: str, pause: float = _PAUSE) -> None:
        self._client = PyJWKClient(url, cache_jwk_set=False, timeout=_PATIENCE)
        self._lock = threading.Lock()
        self._keys: dict[str, PyJWK] | None = None
        self._pause = pause
        self._fetched = self._tried = -_FRESH

    def find(self, kid: str) -> PyJWK | None:
        """The key of this name, None where there is none. Raises ProviderDown where no keys were ever had."""
        if self._wanted(kid):
            with self._lock:
                if self._wanted(kid) and time.monotonic() - self._tried >= self._pause:
                    self._fetch()
        if self._keys is None:
            raise ProviderDown("The identity provider gives no keys to check tokens with.", hint="Try again later.")
        return self._keys.get(kid)

    def _wanted(self, kid: str) -> bool:
        return self._keys is None or kid not in self._keys or time.monotonic() - self._fetched >= _FRESH

    def _fetch(self) -> None:
        self._tried = time.monotonic()
        try:
            found = self._client.get_signing_keys(refresh=True)
        except (PyJWTError, ValueError, OSError):
            return
        self._keys = {key.key_id: key for key in found if key.key_id and key.algorithm_name in ALGORITHMS}
        self._fetched = self._tried


class Tokens:
    """Checks tokens of the provider in the settings."""

    def __init__(self, settings: AccessSettings) -> None:
        self._settings = settings
        self._keys = SigningKeys(settings.oidc_jwks_url)

    def caller(self, token: str) -> Caller:
        """Whose token it is. Raises NotSignedIn, ProviderDown."""
        claims = self._claims(token)
        groups = _groups(claims, self._settings.oidc_groups_claim)
        who = shown_name(str(claims["sub"]))
        return Caller(f"token:{who}", scopes_of(groups, self._settings), audience_of(groups), "token")

    def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > _LONGEST:
            raise _refused("it is too long")
        try:
            header = jwt.get_unverified_header(token)
        except PyJWTError as error:
            raise _refused("it is no signed token") from error
        kid = header.get("kid")
        if header.get("alg") not in ALGORITHMS or not isinstance(kid, str):
            raise _refused("it is not signed as it must be")
        key = self._keys.find(kid)
        if key is None:
            raise _refused("its key is unknown")
        try:
            return jwt.decode(
                token,
                key=key,
                algorithms=ALGORITHMS,
                audience=self._settings.oidc_audience,
                issuer=self._settings.oidc_issuer,
                leeway=_LEEWAY,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except PyJWTError as error:
            raise _refused(_WHY.get(type(error), "its signature or its claims are wrong")) from error


def scopes_of(groups: frozenset[str], settings: AccessSettings) -> frozenset[Scope]:
    """What a person may do: read, and what their groups are named for."""
    more = ((settings.ingest_group, Scope.INGEST), (settings.admin_group, Scope.ADMIN))
    return READING | {scope for group, scope in more if group and group in groups}


def named_groups(names: object) -> frozenset[str]:
    """Those of some names that a group can have; nobody can say that they see everything."""
    listed = names if isinstance(names, list) else []
    return frozenset(name for name in listed[:_MOST_GROUPS] if isinstance(name, str) and is_group(name))


def _groups(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """The groups in a claim: of this very name, or along the dots of it."""
    found: object = claims.get(path)
    if found is None:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, dict) else None
    return named_groups([found] if isinstance(found, str) else found)


def _refused(why: str) -> NotSignedIn:
    return NotSignedIn(f"This token is not valid: {why}.", hint="Sign in again.")
