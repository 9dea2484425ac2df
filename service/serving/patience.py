"""HTTP/1.1 for peers that may never finish their sentence."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class BoundedPatience(H11Protocol):
    """Closes a connection on which a request's head does not arrive whole within `head_timeout` seconds.

    Uvicorn itself only bounds the pause between two requests. Without this, a peer that sends a byte now and then
    keeps a connection for ever ("slow loris").
    """

    def __init__(self, *arguments: Any, head_timeout: float, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._head_timeout = head_timeout
        self._giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A peer has come; its first request is awaited."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Some bytes have come: a whole head ends the waiting, the beginning of the next one starts it."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._await_head()
        else:
            self._await_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer has gone."""
        self._await_no_more()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self._giving_up is None:  # the bytes that follow do not buy more time
            self._giving_up = self.loop.call_later(self._head_timeout, self.transport.close)

    def _await_no_more(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None
