"""A request → its caller."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request

from service.access.addresses import Addresses
from service.access.caller import Caller, audience_of, nobody, shown_name
from service.access.errors import NotAllowed, NotSignedIn
from service.access.keys import KeyStore
from service.access.oidc import Tokens, named_groups, scopes_of
from service.access.rates import Rates
from service.access.settings import AccessSettings

_HINT = "Send the header Authorization: Bearer with a valid API key."
_KEY = "aw_"


class Doorkeeper:
    """Says who sent a request, and whether they may send one more. Safe to share between threads.

    Whoever shows something that is not valid is refused, not taken for anybody: they would get other answers than
    they think.
    """

    def __init__(self, data: Path, settings: AccessSettings) -> None:
        self._keys = KeyStore(data)
        self._settings = settings
        self._tokens = Tokens(settings) if settings.oidc_jwks_url else None
        self.addresses = Addresses(settings.trusted_proxies)
        self.rates = Rates(settings)

    def shows_nothing(self, request: Request) -> bool:
        """Whether a request shows neither key nor token nor a proxy's word: then `identify` waits for nothing."""
        told = (self._settings.proxy_user_header, self._settings.proxy_groups_header)
        return not any(name in request.headers for name in ("Authorization", *filter(None, told)))

    def identify(self, request: Request) -> Caller:
        """The caller of a request. Raises NotSignedIn, TooMany, ProviderDown."""
        address = self.addresses.of(request)
        try:
            caller = self._shown(request) or self._told_by_proxy(request)
        except NotSignedIn:
            self.rates.failed(address)  # first: those who are told to wait learn nothing of what they showed
            raise
        if caller is None:
            return nobody(may_read=self._settings.anonymous == "public")
        self.rates.from_caller(caller.who)
        return caller

    def _shown(self, request: Request) -> Caller | None:
        """Whose key or token is in the header Authorization."""
        shown = request.headers.getlist("Authorization")
        if not shown:
            return None
        scheme, _, token = shown[0].partition(" ")
        if len(shown) == 1 and scheme.casefold() == "bearer" and (token := token.strip()):
            if self._tokens and not token.startswith(_KEY):
                return self._tokens.caller(token)
            return self._of_key(token)
        if len(shown) == 1 and scheme.casefold() == "basic" and (key := _password(token)):
            return self._of_key(key, by_browser=True)
        raise NotSignedIn("The header Authorization is not of the form Bearer TOKEN.", hint=_HINT)

    def _of_key(self, token: str, *, by_browser: bool = False) -> Caller:
        key = self._keys.check(token)
        if key is None:
            raise NotSignedIn("This API key is not valid: it is unknown, expired or revoked.", hint=_HINT)
        return Caller(f"key:{key.name}", frozenset(key.scopes), audience_of(key.groups), "key", by_browser)

    def _told_by_proxy(self, request: Request) -> Caller | None:
        """Who a trusted proxy says that it is."""
        user, groups = self._settings.proxy_user_header, self._settings.proxy_groups_header
        if not user:
            return None
        told = request.headers.getlist(user)
        listed = request.headers.getlist(groups) if groups else []
        if not told and not listed:
            return None
        if not self.addresses.is_from_proxy(request):
            raise NotSignedIn(
                f"The header {user if told else groups} came from an address that is no trusted proxy.",
                hint="Send an API key, or ask through the proxy.",
            )
        if len(told) != 1 or len(listed) > 1 or not told[0].strip():
            raise NotSignedIn(f"The proxy does not say in one header {user} who it is.", hint="Correct the proxy.")
        member = named_groups([name.strip() for name in listed[0].split(",")] if listed else [])
        who = shown_name(told[0].strip())
        return Caller(f"proxy:{who}", scopes_of(member, self._settings), audience_of(member), "proxy", by_browser=True)


def _password(token: str) -> str:
    """The key that somebody typed as a password when their browser asked; the user name says nothing."""
    try:
        return base64.b64decode(token.strip(), validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def refuse_other_sites(request: Request) -> None:
    """Raises NotAllowed for what another site made a browser send (Fetch Metadata, W3C; without that, by Origin)."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is not None:
        own = {request.headers.get("Host"), urlsplit(request.app.state.settings.public_url).netloc}
        site = "same-origin" if urlsplit(origin).netloc in own - {""} else "cross-site"
    if site not in (None, "same-origin", "none"):
        raise NotAllowed("Another site sent this in your name.", hint="Do it in a page of this service.")
