"""Which pages of other origins may ask what (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol).

Only the endpoints that read the collection, only for the origins in the settings, and never with cookies. A request
of a page that may not read is answered all the same: the browser keeps the answer from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

READ_BY_OTHERS = re.compile(r"/v1/(search|suggest|stats|passages/.+|documents/.+)")
_METHODS = ("GET", "HEAD", "POST")  # POST /v1/search reads too
_EXPOSED = ("Retry-After", "Server-Timing")
_REMEMBERED = 24 * 3600  # seconds that a browser may keep the answer to a preflight


class AnswerOthers:
    """ASGI middleware: Starlette's CORS on the endpoints that others may read, and nowhere else."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app, allow_origins=origins, allow_methods=_METHODS, expose_headers=_EXPOSED, max_age=_REMEMBERED
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, through CORS where others may read."""
        readable = scope["type"] == "http" and READ_BY_OTHERS.fullmatch(scope["path"])
        await (self._shared if readable else self._app)(scope, receive, send)
