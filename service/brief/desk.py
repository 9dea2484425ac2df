"""Briefs in the making: a few at a time, each in a thread, each of which can be called off.

A brief takes many searches. Where all places are taken the next one is told to come back, instead of waiting unseen.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import Generic, NamedTuple, TypeVar

from index.errors import AfterwiseError
from service.brief.errors import BriefBusy, BriefFault, BriefTimeout

Cancelled = Callable[[], bool]
T = TypeVar("T")

_LOG = logging.getLogger(__name__)


class Desk:
    """Makes up to `places` briefs at a time; each has `seconds`."""

    def __init__(self, places: int, seconds: float) -> None:
        self._free = threading.Semaphore(places)
        self._threads = ThreadPoolExecutor(places, thread_name_prefix="brief")
        self._seconds = seconds
        self._closing = threading.Event()

    async def pieces(self, work: Callable[[Cancelled], Iterator[T]]) -> AsyncIterator[T]:
        """The pieces of a brief as they come. Whoever stops listening calls it off.

        Raises BriefBusy before anything is done, BriefTimeout, what is wrong with the draft, and BriefFault for a
        fault of ours: its own message could hold words of the draft, so only its place is logged.
        """
        if not self._free.acquire(blocking=False):
            raise BriefBusy(
                "As many briefs are being made as this service makes at a time.",
                hint="Try again in a moment.",
            )
        task = _Task(work, self._seconds, self._closing, self._free)
        self._threads.submit(copy_context().run, task.run)
        try:
            async for piece in task.pieces():
                yield piece
        finally:
            task.left.set()

    def close(self) -> None:
        """Call off every brief in the making: the service stops."""
        self._closing.set()
        self._threads.shutdown(wait=False, cancel_futures=False)


class _Piece(NamedTuple, Generic[T]):
    value: T


class _Task(Generic[T]):
    """One brief: `run` works in a thread, `pieces` listens in the event loop."""

    def __init__(
        self,
        work: Callable[[Cancelled], Iterator[T]],
        seconds: float,
        closing: threading.Event,
        place: threading.Semaphore,
    ) -> None:
        self.left = threading.Event()
        self._work, self._closing, self._place = work, closing, place
        self._seconds, self._deadline = seconds, time.monotonic() + seconds
        self._loop = asyncio.get_running_loop()
        self._called_off = False
        self._queue: asyncio.Queue[_Piece[T] | AfterwiseError | None] = asyncio.Queue()

    @property
    def _late(self) -> bool:
        return time.monotonic() > self._deadline

    def _cancelled(self) -> bool:
        self._called_off = self._called_off or self.left.is_set() or self._closing.is_set() or self._late
        return self._called_off

    def run(self) -> None:
        """Make the brief, in a thread of the desk. Whoever is told of its end finds the place free again."""
        try:
            end = self._make()
        finally:
            self._place.release()
        self._tell(end)

    def _make(self) -> AfterwiseError | None:
        """Tell the pieces as they come. What went wrong, if anything did."""
        try:
            for piece in self._work(self._cancelled):
                self._tell(_Piece(piece))
        except AfterwiseError as error:
            return error
        except Exception as error:  # noqa: BLE001 - told without its message, which could hold words of the draft
            _LOG.error("A brief failed: %s at %s", type(error).__name__, _place_of(error))
            return BriefFault(
                f"Something went wrong that should not have: {type(error).__name__}.",
                hint="Try again; if it stays, tell those who run this service.",
            )
        return self._reason() if self._called_off else None

    async def pieces(self) -> AsyncIterator[T]:
        """What the thread tells. Raises what it raised."""
        while (told := await self._queue.get()) is not None:
            if isinstance(told, AfterwiseError):
                raise told
            yield told.value

    def _tell(self, what: _Piece[T] | AfterwiseError | None) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(self._queue.put_nowait, what)

    def _reason(self) -> AfterwiseError | None:
        """Why the work was called off; None where nobody is left to be told."""
        if self._closing.is_set():
            return BriefBusy("The service stops.", hint="Try again in a moment.")
        if not self._late:
            return None
        return BriefTimeout(
            f"The brief took longer than {self._seconds:g} seconds.",
            hint="Send the parts of the draft that matter most, or try again when the service is less busy.",
        )


def _place_of(error: Exception) -> str:
    """Where an exception was raised: file, line and function, without any value."""
    frame = traceback.extract_tb(error.__traceback__, limit=-1)[0]
    return f"{frame.filename}:{frame.lineno} in {frame.name}"
