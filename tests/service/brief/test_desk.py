"""Briefs in the making: places, time, and calling off."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterator

import pytest

from index.errors import SourceError
from service.brief.desk import Cancelled, Desk
from service.brief.errors import BriefBusy, BriefFault, BriefTimeout

SECRET = "zebra-quartz-draft"


async def all_of(desk: Desk, work: object) -> list[int]:
    return [piece async for piece in desk.pieces(work)]  # type: ignore[arg-type]


def count(cancelled: Cancelled) -> Iterator[int]:
    """Three pieces."""
    yield from (1, 2, 3)


def endless(cancelled: Cancelled) -> Iterator[int]:
    """Pieces until somebody calls it off."""
    while not cancelled():
        yield 0
        time.sleep(0.005)


def test_pieces_come_in_order_and_the_place_is_free_again() -> None:
    desk = Desk(places=1, seconds=10)
    for _ in range(3):
        assert asyncio.run(all_of(desk, count)) == [1, 2, 3]


def test_where_all_places_are_taken_the_next_one_is_told_at_once() -> None:
    desk = Desk(places=1, seconds=10)

    async def two() -> None:
        first = desk.pieces(endless)
        assert await anext(first) == 0
        with pytest.raises(BriefBusy):
            await all_of(desk, count)
        await first.aclose()  # type: ignore[attr-defined]

    asyncio.run(two())
    free(desk)
    assert asyncio.run(all_of(desk, count)) == [1, 2, 3]


def test_whoever_stops_listening_calls_the_work_off() -> None:
    desk = Desk(places=1, seconds=60)
    ended = threading.Event()

    def work(cancelled: Cancelled) -> Iterator[int]:
        yield from endless(cancelled)
        ended.set()

    async def leave() -> None:
        pieces = desk.pieces(work)
        assert await anext(pieces) == 0
        await pieces.aclose()  # type: ignore[attr-defined]

    asyncio.run(leave())
    assert ended.wait(5)


def test_a_cancelled_task_calls_the_work_off_also_between_pieces() -> None:
    desk = Desk(places=1, seconds=60)
    ended = threading.Event()

    def silent(cancelled: Cancelled) -> Iterator[int]:
        while not cancelled():
            time.sleep(0.005)
        ended.set()
        yield 1

    async def cancel() -> None:
        task = asyncio.create_task(all_of(desk, silent))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    assert ended.wait(5)


def test_what_takes_too_long_is_called_off_and_says_so() -> None:
    with pytest.raises(BriefTimeout, match=r"longer than 0\.05 seconds"):
        asyncio.run(all_of(Desk(places=1, seconds=0.05), endless))


def test_what_is_wrong_with_a_draft_is_raised_to_the_listener() -> None:
    def broken(cancelled: Cancelled) -> Iterator[int]:
        yield 1
        raise SourceError("draft.pdf: it is no PDF.")

    with pytest.raises(SourceError, match=r"draft\.pdf"):
        asyncio.run(all_of(Desk(places=1, seconds=10), broken))


def test_a_fault_is_told_and_logged_without_a_word_of_the_draft(caplog: pytest.LogCaptureFixture) -> None:
    def faulty(cancelled: Cancelled) -> Iterator[int]:
        yield 1
        raise KeyError(SECRET)

    desk = Desk(places=1, seconds=10)
    with caplog.at_level(logging.DEBUG), pytest.raises(BriefFault) as told:
        asyncio.run(all_of(desk, faulty))
    assert SECRET not in str(told.value.as_dict())
    assert told.value.__cause__ is None
    assert SECRET not in caplog.text
    assert "KeyError at " in caplog.text
    assert "in faulty" in caplog.text
    assert asyncio.run(all_of(desk, count)) == [1, 2, 3]


def test_when_the_service_stops_so_does_the_work() -> None:
    desk = Desk(places=1, seconds=60)

    async def stop() -> None:
        pieces = desk.pieces(endless)
        assert await anext(pieces) == 0
        desk.close()
        with pytest.raises(BriefBusy, match="stops"):
            async for _ in pieces:
                pass

    asyncio.run(stop())


def free(desk: Desk) -> None:
    """Wait until a thread that was called off has left its place."""
    for _ in range(1000):
        try:
            asyncio.run(all_of(desk, count))
        except BriefBusy:
            time.sleep(0.005)
        else:
            return
    pytest.fail("the place was never free again")
