"""Takes events in while searches go on, and writes them later: a search never waits for a disk, nor fails for one."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Iterator

from service.usage.events import Event, today
from service.usage.store import UsageStore

_WAITING = 10_000  # events at most; where the disk cannot keep up, later ones are dropped
_PAUSE = 2.0  # seconds in which events are gathered for one write
_logger = logging.getLogger("afterwise.usage")


class UsageLog:
    """Counts events in a thread of its own, which starts with the first event. Safe to share between threads.

    Without a store nothing is counted.
    """

    def __init__(self, store: UsageStore | None) -> None:
        self._store = store
        self._events: queue.Queue[Event] = queue.Queue(_WAITING)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None
        self._failing = False

    def start(self) -> None:
        """Remove the queries whose time is over, whether or not anybody searches today."""
        if self._store is None:
            return
        try:
            self._store.purge(today())
        except sqlite3.Error as error:
            _logger.warning("Queries whose time is over may still be kept: %s", error)

    def note(self, event: Event | None) -> None:
        """Take an event in. Never waits, never raises; None is no event."""
        if event is None or self._store is None:
            return
        try:
            self._events.put_nowait(event)
        except queue.Full:
            return
        if self._writer is None:
            self._start()

    def close(self) -> None:
        """Write what is waiting, and stop."""
        with self._lock:
            writer, self._writer = self._writer, None
            self._closing.set()
        if writer is not None:
            writer.join()
        self._write()

    def _start(self) -> None:
        with self._lock:
            if self._writer is None and not self._closing.is_set():
                self._writer = threading.Thread(target=self._run, name="usage", daemon=True)
                self._writer.start()

    def _run(self) -> None:
        while not self._closing.wait(_PAUSE):
            self._write()

    def _write(self) -> None:
        gathered = list(self._waiting())
        if not gathered or self._store is None:
            return
        try:
            self._store.add(gathered, today())
            self._failing = False
        except sqlite3.Error as error:
            if not self._failing:  # said once, not every two seconds
                _logger.warning("Searches are not counted: %s", error)
            self._failing = True

    def _waiting(self) -> Iterator[Event]:
        for _ in range(self._events.qsize()):
            yield self._events.get_nowait()
