"""A folder whose files become jobs: each taken in once by its content, when it has stopped changing.

Looks at names, sizes and times only, every few seconds, so that it works on any file system, also a network share. A
file is read where size and time are those of the look before. A file that cannot be used is one job that was given
up: it is not sent again until its content changes.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.errors import SourceError
from index.indexer import for_readers, signature_of
from index.intake import expand, mapping_beside
from index.jobs.model import Job, Task
from index.jobs.queue import JobQueue

_logger = logging.getLogger("afterwise.jobs")


class _Look(NamedTuple):
    """What tells that a file has changed, of the file and of the mapping beside it."""

    stamps: tuple[tuple[int, int, int], ...]

    @classmethod
    def at(cls, file: Path) -> _Look:
        found = [part.stat() for part in (file, mapping_beside(file)) if part is not None]
        return cls(tuple((one.st_size, one.st_mtime_ns, one.st_ino) for one in found))


class Watcher:
    """Watches one folder with all that is in it, for one queue.

    `withdraw` says whether what a file gave is withdrawn when the file is removed. It never is where the whole folder
    is missing or empty: a share that dropped off is no wish to forget everything. `visibility` says for whom the files
    are; left out, they are as before, or as they say themselves.
    """

    def __init__(self, folder: Path, queue: JobQueue, *, withdraw: bool = False, visibility: str | None = None) -> None:
        self._folder = Path(os.path.realpath(folder))
        self._queue = queue
        self._withdraw = withdraw
        self._visibility = visibility
        self._seen: dict[Path, _Look] = {}
        self._sent: dict[Path, _Look] = {}
        self._missing: set[str] = set()
        if not self._folder.is_dir():
            raise SourceError(f"{folder}: there is no such folder.", hint="Check the path for typing mistakes.")

    def poll(self) -> list[Job]:
        """Look once; the jobs that are new by that."""
        try:
            files = expand([self._folder])
        except (SourceError, OSError) as error:
            _logger.warning("%s cannot be looked at: %s", self._folder, error)
            return []
        return [*self._changed(files), *self._removed(files)]

    def _changed(self, files: list[Path]) -> Iterator[Job]:
        for file in files:
            try:
                look = _Look.at(file)
                stable = self._seen.get(file) == look
                self._seen[file] = look
                if stable and self._sent.get(file) != look:
                    yield from self._send(file)
                    self._sent[file] = look
            except OSError as error:  # gone or locked meanwhile: the next look tells
                _logger.warning("%s cannot be read: %s", file, error)

    def _send(self, file: Path) -> Iterator[Job]:
        beside = mapping_beside(file)
        mapping = beside.read_text("utf-8-sig", errors="replace") if beside else None
        # The same name for a source as `afterwise index` has, so that both can be used on one folder.
        task = Task(
            kind="ingest", target=os.path.realpath(file), name=file.name, mapping=mapping, visibility=self._visibility
        )
        if self._is_known(file, task.target):
            return
        with file.open("rb") as stream:
            accepted = self._queue.accept(task, stream, revive=False)
        if accepted.new:
            yield accepted.job

    def _is_known(self, file: Path, source: str) -> bool:
        visibility = self._visibility or self._queue.visibility_of_source(source)
        return self._queue.signature_of(source) == for_readers(signature_of(file, None), visibility)

    def _removed(self, files: list[Path]) -> Iterator[Job]:
        if not self._withdraw or not files:
            return
        there = {os.path.realpath(file) for file in files}
        inside = f"{self._folder}{os.sep}"
        gone = {source for source in self._queue.sources() if source.startswith(inside) and source not in there}
        for source in sorted(gone & self._missing):
            name = Path(source).name
            accepted = self._queue.accept(Task(kind="withdraw", target=source, name=name))
            if accepted.new:
                yield accepted.job
        self._missing = gone
