"""One line in the log and a few numbers for each request. It takes the place of the server's own access log."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass, field

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.metrics.measures import Measures
from service.trace import HEADER, Trace, begin, route_of

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_PROBES = {"/healthz", "/readyz", "/metrics"}  # asked every few seconds: their lines come at debug level
_STAGE = re.compile(r"([\w-]+);dur=([0-9.]+)")
_logger = logging.getLogger("afterwise.request")


@dataclass(slots=True)
class _Sent:
    """What has left so far."""

    status: int | None = None
    bytes: int = 0
    stages: dict[str, float] = field(default_factory=dict)  # milliseconds

    def note(self, message: Message, trace: Trace) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers[HEADER] = trace.id
            self.status = message["status"]
            self.stages = {name: float(ms) for name, ms in _STAGE.findall(headers.get("Server-Timing", ""))}
        elif message["type"] == "http.response.body":
            self.bytes += len(message.get("body", b""))


class Observe:
    """ASGI middleware, the outermost: gives each request its id, and tells of it when it is over."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, watching what is sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace, sent, began = begin(scope), _Sent(), time.perf_counter()

        async def noted(message: Message) -> None:
            sent.note(message, trace)
            await send(message)

        with self._measures.in_flight.track_inprogress():
            try:
                await self._app(scope, receive, noted)
            except Exception:
                _logger.exception("unexpected error", extra={"fields": {"request_id": trace.id}})
                if sent.status is None:
                    raise  # the application's last resort answers
            finally:
                self._tell(scope, trace, sent, time.perf_counter() - began)

    def _tell(self, scope: Scope, trace: Trace, sent: _Sent, seconds: float) -> None:
        route, status = route_of(scope), sent.status or 500
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._measures.count(route, method, status, seconds, sent.stages, trace.outcome)
        told = {
            "request_id": trace.id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 2),
            "stages": sent.stages,
            "bytes": sent.bytes,
            "generation": trace.generation,
        }
        level = logging.WARNING if status >= 500 else logging.DEBUG if route in _PROBES else logging.INFO
        _logger.log(level, "request", extra={"fields": told})
