"""What caches between the service and its readers may keep of an answer that was made for one caller."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.caller import Caller


class KeepPrivate:
    """ASGI middleware: nobody may keep an answer to somebody who has signed in.

    An answer that depends on who asks says so to caches, also where it went to somebody unknown.
    """

    def __init__(self, app: ASGIApp, also: str = "") -> None:
        """`also` is another header that says who asks."""
        self._app = app
        self._depends = ("Authorization", also) if also else ("Authorization",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete the head of what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                caller: Caller | None = state.get("caller")
                if caller is not None:
                    for name in self._depends:
                        headers.add_vary_header(name)
                if message["status"] in (401, 403, 429) or (caller is not None and caller.signed_in):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, completed)
