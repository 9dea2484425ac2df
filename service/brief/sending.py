"""The pieces of a brief → a response: streamed as they come, or all at once. Who goes away calls the brief off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import TypeVar

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from index.errors import AfterwiseError

NDJSON = "application/x-ndjson"
# A draft's brief is nobody's but its sender's; and no proxy may keep lines back until there are more of them.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

T = TypeVar("T")


class Lines(StreamingResponse):
    """Lines as they come. However the response ends, the work behind it ends with it."""

    def __init__(self, lines: AsyncIterator[bytes]) -> None:
        super().__init__(lines, media_type=NDJSON, headers=HEADERS)
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them."""
        async with aclosing(self._lines):  # type: ignore[type-var]
            await super().__call__(scope, receive, send)


async def stream(
    pieces: AsyncIterator[T], line: Callable[[T], bytes], failed: Callable[[AfterwiseError], bytes]
) -> Lines:
    """A response of one line a piece. What is wrong with a draft is raised; what goes wrong later is the last line."""
    first = await anext(pieces)

    async def lines() -> AsyncIterator[bytes]:
        async with aclosing(pieces):  # type: ignore[type-var]
            yield line(first)
            try:
                async for piece in pieces:
                    yield line(piece)
            except AfterwiseError as error:
                yield failed(error)

    return Lines(lines())


async def gather(request: Request, pieces: AsyncIterator[T]) -> list[T] | None:
    """All pieces; None where the client went away before. Raises what is wrong with the draft."""

    async def collect() -> list[T]:
        async with aclosing(pieces):  # type: ignore[type-var]
            return [piece async for piece in pieces]

    collecting, leaving = asyncio.create_task(collect()), asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({collecting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return collecting.result() if collecting.done() else None
    finally:
        for task in (collecting, leaving):
            task.cancel()
        await asyncio.gather(collecting, leaving, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
