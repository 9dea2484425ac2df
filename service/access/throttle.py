"""Addresses that ask too much are told so before anything is computed for them; addresses too long to be meant too."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import AfterwiseError
from service.access.addresses import Addresses
from service.access.errors import AddressTooLong, TooMany
from service.access.rates import Rates
from service.gate import EXEMPT

LONGEST = 12_000  # bytes of a path with its parameters; a query has at most 10,000 characters


class Throttle:
    """ASGI middleware: 429 for an address that sends too much, 414 for one that is too long.

    A trusted proxy is believed which scheme a request came by, so that links in answers lead back through it.
    """

    def __init__(
        self,
        app: ASGIApp,
        rates: Rates,
        addresses: Addresses,
        answer: Callable[[Request, AfterwiseError], Response],
    ) -> None:
        self._app = app
        self._rates = rates
        self._addresses = addresses
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            request = Request(scope)
            try:
                self._admit(request)
            except (TooMany, AddressTooLong) as error:
                await self._answer(request, error)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _admit(self, request: Request) -> None:
        scope = request.scope
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST:
            raise AddressTooLong(LONGEST)
        if self._addresses.is_from_proxy(request):
            scheme = request.headers.get("X-Forwarded-Proto", "").strip().lower()
            if scheme in ("http", "https"):
                scope["scheme"] = scheme
        if not EXEMPT.fullmatch(scope["path"]):
            self._rates.from_address(self._addresses.of(request))
