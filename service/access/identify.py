"""A request → its caller."""

from __future__ import annotations

import base64
from pathlib import Path

from starlette.requests import Request

from service.access.caller import Caller, audience_of, nobody
from service.access.errors import NotAllowed, NotSignedIn
from service.access.keys import KeyStore
from service.access.settings import AccessSettings

_HINT = "Send the header Authorization: Bearer with a valid API key."


class Doorkeeper:
    """Says who sent a request. Safe to share between threads.

    Whoever shows something that is not valid is refused, not taken for anybody: they would get other answers than
    they think.
    """

    def __init__(self, data: Path, settings: AccessSettings) -> None:
        self._keys = KeyStore(data)
        self._settings = settings

    def identify(self, request: Request) -> Caller:
        """The caller of a request. Raises NotSignedIn."""
        shown = request.headers.getlist("Authorization")
        if not shown:
            return nobody(may_read=self._settings.anonymous == "public")
        scheme, _, token = shown[0].partition(" ")
        if len(shown) == 1 and scheme.casefold() == "bearer" and token.strip():
            return self._of_key(token.strip())
        if len(shown) == 1 and scheme.casefold() == "basic" and (key := _password(token)):
            return self._of_key(key, by_browser=True)
        raise NotSignedIn("The header Authorization is not of the form Bearer TOKEN.", hint=_HINT)

    def _of_key(self, token: str, *, by_browser: bool = False) -> Caller:
        key = self._keys.check(token)
        if key is None:
            raise NotSignedIn("This API key is not valid: it is unknown, expired or revoked.", hint=_HINT)
        return Caller(f"key:{key.name}", frozenset(key.scopes), audience_of(key.groups), "key", by_browser)


def _password(token: str) -> str:
    """The key that somebody typed as a password when their browser asked; the user name says nothing."""
    try:
        return base64.b64decode(token.strip(), validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def refuse_other_sites(request: Request) -> None:
    """Raises NotAllowed for what another site made a browser send (Fetch Metadata, https://www.w3.org/TR/fetch-metadata/)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed("Another site sent this in your name.", hint="Do it in a page of this service.")
