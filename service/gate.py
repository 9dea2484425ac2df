"""So many requests compute at a time, so many wait, for so long; the rest are told to come back.

A request takes a place when all of it has arrived, and gives it back when its answer begins: neither one that is sent
slowly nor one that is read slowly holds a place. So an answer must be made before it begins: what its body computed
while it is sent would be counted nowhere.
"""

from __future__ import annotations

import asyncio
import re

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import Busy, TooSlow, refused
from service.metrics.measures import Measures
from service.settings import ServiceSettings

# What answers without computing: a probe or a style sheet must not wait behind searches.
EXEMPT = re.compile(r"/(healthz|readyz|metrics|static/.*|widget\.js|widget/.*|docs|docs/.*|redoc|openapi\.json)")
_BODY = {"POST", "PUT", "PATCH"}
_PACE = 10_000  # bytes of a body that buy it one more second to arrive: a large file may take longer than a query


class Places:
    """Places to compute. Raises Busy where a request would have to wait too long, or behind too many others."""

    def __init__(self, settings: ServiceSettings, measures: Measures) -> None:
        self._free = asyncio.Semaphore(settings.concurrency)
        self._queue = settings.queue
        self._patience = settings.queue_timeout
        self._measures = measures
        self._waiting = 0

    async def take(self) -> None:
        """A place, first come, first served."""
        if self._free.locked() and self._waiting >= self._queue:
            self._measures.rejected.labels("queue_full").inc()
            raise Busy(f"{self._waiting:,} requests are waiting already.")
        self._waiting += 1
        try:
            with self._measures.waiting.track_inprogress():
                async with asyncio.timeout(self._patience):
                    await self._free.acquire()
        except TimeoutError as error:
            self._measures.rejected.labels("waited_too_long").inc()
            raise Busy(f"There was no place for this request within {self._patience} seconds.") from error
        finally:
            self._waiting -= 1
        self._measures.computing.inc()

    def give_back(self) -> None:
        """The place is free again."""
        self._measures.computing.dec()
        self._free.release()


class Gate:
    """ASGI middleware: 503 where there is no place, 408 for a request that does not arrive in time."""

    def __init__(self, app: ASGIApp, settings: ServiceSettings, measures: Measures) -> None:
        self._app = app
        self._arriving = settings.receive_timeout
        self._measures = measures
        self._places = Places(settings, measures)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as soon as it may compute."""
        if scope["type"] != "http" or EXEMPT.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        passage = _Passage(self._places, receive, send)
        try:
            if scope["method"] in _BODY:
                await self._app(scope, self._in_time(passage), passage.send)
            else:
                await passage.enter()
                await self._app(scope, receive, passage.send)
        except Busy as error:
            await refused(Request(scope), error)(scope, receive, send)
        finally:
            passage.leave()

    def _in_time(self, passage: _Passage) -> Receive:
        until = asyncio.get_running_loop().time() + self._arriving

        async def received() -> Message:
            nonlocal until
            if passage.arrived:
                return await passage.receive()
            try:
                async with asyncio.timeout_at(until):
                    part = await passage.receive()
            except TimeoutError as error:
                self._measures.rejected.labels("sent_too_slowly").inc()
                raise TooSlow(self._arriving) from error
            until += len(part.get("body", b"")) / _PACE
            if not part.get("more_body", False):
                passage.arrived = True
                await passage.enter()
            return part

        return received


class _Passage:
    """One request on its way through: at most one place, taken once and given back once."""

    def __init__(self, places: Places, receive: Receive, send: Send) -> None:
        self.arrived = False
        self.receive = receive
        self._places = places
        self._send = send
        self._inside = False

    async def enter(self) -> None:
        await self._places.take()
        self._inside = True

    def leave(self) -> None:
        if self._inside:
            self._inside = False
            self._places.give_back()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.leave()
        await self._send(message)
