"""Give back the space of what nobody needs any more: older generations, bytes of jobs that are done, free pages."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.errors import CatalogError
from index.generation import current, pinned
from index.generations import size_of
from index.indexer import alone
from index.jobs.queue import JobQueue

_ABANDONED = 86_400.0  # seconds after which a transfer that has not ended was broken off
_DATABASES = ("catalog.sqlite", "vectors.sqlite")


class Freed(BaseModel):
    """One thing that was removed, or would be, and its bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    bytes: int


def vacuum(data: Path, *, dry_run: bool = False) -> list[Freed]:
    """Free what can be. The published and the pinned generation stay. Raises DataFolderBusy while a run is at work."""
    with alone(data):
        freed = [*_generations(data, dry_run), *_inbox(data, dry_run)]
    return [*freed, *(_pages(data / name, dry_run) for name in _DATABASES if (data / name).is_file())]


def _generations(data: Path, dry_run: bool) -> list[Freed]:
    root = data / "generations"
    needed = {current(data), pinned(data)}
    gone = sorted(path for path in root.iterdir() if path.name not in needed) if root.is_dir() else []
    freed = [Freed(what=f"generation {path.name}", bytes=size_of(path)) for path in gone]
    if not dry_run:
        for path in gone:
            shutil.rmtree(path, ignore_errors=True)
    return freed


def _inbox(data: Path, dry_run: bool) -> list[Freed]:
    """Bytes that no waiting job needs. Nobody adds any meanwhile; bytes of jobs that were given up stay."""
    queue = JobQueue(data)
    if not (data / "inbox").is_dir():
        return []
    with queue.inbox.alone():
        needed = {task.blob for task in queue.waiting_tasks()}
        old = time.time() - _ABANDONED
        gone = [path for path in queue.inbox.blobs() if path.name not in needed]
        gone += [path for path in queue.inbox.unfinished() if path.stat().st_mtime < old]
        freed = [
            Freed(what=f"inbox/{path.name}", bytes=size_of(path) if path.is_dir() else path.stat().st_size)
            for path in gone
        ]
        if not dry_run:
            for path in gone:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return freed


def _pages(file: Path, dry_run: bool) -> Freed:
    try:
        with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as db:
            (free,), (size,) = (db.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_size"))
            if not dry_run:
                db.execute("VACUUM")
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise CatalogError(
            f"{file} cannot be made smaller: {error}.", hint="It needs as much free space as the file has; try again."
        ) from error
    return Freed(what=f"free pages of {file.name}", bytes=free * size)
