"""Documents are read in a worker process: whatever a file does to its reader, it does it there.

A worker that crashes, hangs or asks for too much memory is ended, the file gets its one error, and the next file
gets a new worker. Each format has its own worker, started with its first file and kept for the next ones.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, BinaryIO, Self, cast

from index.errors import SourceError
from index.readers.blocks import ReadDocument
from index.readers.limits import MAX_FILE_BYTES, read_bytes
from index.readers.wire import decode
from index.readers.worker import AT, ERROR, READY, read_frame, write_frame

SECONDS = 9.0
"""Time for any file; a long document gets more, by its size."""
SECONDS_PER_MB = 3.0
_START_SECONDS = 60.0
_MB = 1024 * 1024


def read(path: Path, module: str, limit: int = MAX_FILE_BYTES) -> ReadDocument:
    """The document in the file at `path`, read by `module`'s `parse` in a worker process.

    Raises SourceError, naming the file, when it cannot be read, and within bounded time and memory.
    """
    return read_data(read_bytes(path, limit), path.name, module)


def read_data(data: bytes, name: str, module: str) -> ReadDocument:
    """The same of bytes that are in no file: they go through pipes and are written nowhere."""
    return _worker(module).read(data, name, SECONDS + SECONDS_PER_MB * len(data) / _MB)


class _Worker:
    """One worker process; threads take turns."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, name: str, seconds: float) -> ReadDocument:
        """The document in `data`; within `seconds`, not counting the start of the process."""
        with self._lock:
            process = self._running()
            where = ""
            with _Deadline(process, seconds) as deadline:
                try:
                    write_frame(_pipe(process.stdin), name.encode())
                    write_frame(_pipe(process.stdin), data)
                    while (frame := read_frame(_pipe(process.stdout)) or b"")[:1] == AT:
                        where = f", {frame[1:].decode()}"
                except OSError:
                    frame = b""  # the process has gone
            if not frame:
                self.close()
                raise _stopped(name + where, seconds if deadline.passed else None)
        if frame[:1] == ERROR:
            message, hint = json.loads(frame[1:])
            raise SourceError(message, hint=hint)
        return decode(frame[1:])

    def close(self) -> None:
        """End the process; the next file starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with contextlib.suppress(OSError):  # what it did not take in is lost with it
                _pipe(process.stdin).close()
            _pipe(process.stdout).close()
            process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve memory that counts against the bound
            "OMP_NUM_THREADS": "1",
        }
        process = self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "index.readers.worker", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        with _Deadline(process, _START_SECONDS):
            ready = read_frame(_pipe(process.stdout))
        if ready != READY:
            self.close()
            raise SourceError(
                "The process that reads documents does not start.", hint="Run 'afterwise doctor'; reinstall Afterwise."
            )
        return process


class _Deadline:
    """Ends a process after so many seconds; `passed` says whether it had to."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.passed = False
        self._process = process
        self._timer = threading.Timer(seconds, self._end)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def _end(self) -> None:
        self.passed = True
        self._process.kill()


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    return cast("BinaryIO", pipe)


def _stopped(where: str, seconds: float | None) -> SourceError:
    if seconds is not None:
        reason = f"reading it takes longer than {seconds:.0f} seconds; it is damaged or made to keep readers busy"
    else:
        reason = "the reader broke down over it; it is damaged or made to break readers"
    return SourceError(f"{where}: {reason}.", hint="Open the document and save it anew, or print it to a new PDF.")


_workers: dict[tuple[int, str], _Worker] = {}
_workers_lock = threading.Lock()


def _worker(module: str) -> _Worker:
    """The worker of this process for `module`: a forked child must not share its parent's pipes."""
    with _workers_lock:
        return _workers.setdefault((os.getpid(), module), _Worker(module))


@atexit.register
def close_workers() -> None:
    """End all workers; they start again when needed."""
    with _workers_lock:
        for (process, _), worker in _workers.items():
            if process == os.getpid():
                worker.close()
        _workers.clear()
