"""The worker of a service: a process beside it that comes when there is something to do and goes when there is not.

A process, not a thread: encoding takes a core for as long as it lasts, and would hold up the searches of the same
process; and what memory it took goes back with it. It gives way to searches by its niceness.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from index.errors import AfterwiseError
from index.jobs.queue import JobQueue

_PAUSE = 0.25  # seconds between two looks
_LINGER = 30  # seconds that the worker waits for more, with its model loaded
_NICE = 10
_PATIENCE = 10.0  # seconds that it may take to stop
_logger = logging.getLogger("afterwise.jobs")


class Background:
    """Looks at the queue in a thread, and starts the worker where a job is due. Several services may do so at once."""

    def __init__(self, data: Path, *, on: bool) -> None:
        self._data = data
        self._on = on
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to look."""
        if self._on:
            self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop looking, and stop the worker: what it was at is taken up again."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _run(self) -> None:
        queue, failing = JobQueue(self._data), False
        while not self._closing.wait(_PAUSE):
            if self._process is not None and self._process.poll() is None:
                continue
            try:
                if queue.due() or queue.counts()["running"]:
                    self._process = self._started()
                failing = False
            except (AfterwiseError, OSError) as error:
                if not failing:  # said once, not every second
                    _logger.warning("Jobs are not done: %s", error)
                failing = True

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "service.working", str(self._data), str(_LINGER), str(_NICE)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
