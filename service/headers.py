"""What every response tells the browser to refuse, whatever a page holds.

A page sets its own Content-Security-Policy, made with `content_policy`; all else is the same for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOWHERE = ("'none'",)
OURSELVES = ("'self'",)

# Our pages run our own files and nothing else: no inline script, no inline style, nobody else's frame.
_PAGE: Mapping[str, Sequence[str]] = {
    "default-src": NOWHERE,
    "script-src": OURSELVES,
    "style-src": OURSELVES,
    "img-src": (*OURSELVES, "data:"),
    "connect-src": OURSELVES,
    "form-action": OURSELVES,
    "base-uri": NOWHERE,
    "frame-ancestors": NOWHERE,
}

# `same-origin` keeps what people search for, which stands in the address, from the sites that hits link to.
_EVERYWHERE: Mapping[str, str] = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def content_policy(**changes: Sequence[str]) -> str:
    """The Content-Security-Policy of a page: strict, with directives changed or added by name.

    `content_policy(frame_ancestors=["'self'", "https://intranet.example.org"])`
    """
    directives = {**_PAGE, **{name.replace("_", "-"): sources for name, sources in changes.items()}}
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class ProtectReaders:
    """ASGI middleware: adds the headers of `_EVERYWHERE` to each response that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete the head of what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _EVERYWHERE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, completed)
