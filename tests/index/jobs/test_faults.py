"""Disks that are full or read-only: nothing accepted is lost, and the message says what to do."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import CatalogError, InboxError
from index.generation import current
from index.jobs.model import Task
from index.jobs.queue import JobQueue
from index.jobs.worker import Worker
from index.settings import IndexSettings

MB = 1 << 20


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 12 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a disk needs root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def send(queue: JobQueue, file: Path) -> str:
    with file.open("rb") as stream:
        return queue.accept(Task(kind="ingest", target=f"upload:{file.name}", name=file.name), stream).job.id


def fill(disk: Path, leave: int = 0) -> Path:
    """Take all of a disk's space but so many bytes."""
    filler = disk / "filler"
    with filler.open("wb") as out:
        free = shutil.disk_usage(disk).free - leave
        out.write(b"\0" * max(free, 0))
    return filler


def test_a_full_disk_refuses_what_it_cannot_keep_and_keeps_what_it_accepted(
    disk: Path, data: Path, source: Path, settings: IndexSettings
) -> None:
    folder = Path(shutil.copytree(data, disk / "data"))
    clock = Clock()
    worker = Worker(folder, settings, clock=clock)
    accepted = send(worker.queue, source / "lessons_learned.csv")
    filler = fill(disk)
    with pytest.raises((InboxError, CatalogError)) as refused:
        worker.queue.accept(Task(kind="ingest", target="upload:b.txt", name="b.txt"), io.BytesIO(os.urandom(MB)))
    assert "ree some space" in refused.value.hint
    assert len(JobQueue(folder).inbox.blobs()) == 1
    with suppress(CatalogError):  # it may not even be able to say that it failed
        worker.turn()
    assert current(folder) is None
    filler.unlink()
    clock.now += 3_600
    worker.turn()
    job = worker.queue.job(accepted)
    assert job is not None
    assert job.state == "done"
    assert current(folder) == job.generation


def test_a_disk_that_fills_up_during_the_build_fails_the_job_with_a_word(
    disk: Path, data: Path, source: Path, settings: IndexSettings
) -> None:
    folder = Path(shutil.copytree(data, disk / "data"))
    clock = Clock()
    worker = Worker(folder, settings, clock=clock)
    accepted = send(worker.queue, source / "lessons_learned.csv")
    worker.queue.due()
    states = []
    for leave in (400_000, 600_000, 800_000, 1_000_000):
        filler = fill(disk, leave)
        try:
            states += [(job.state, job.error and job.error.hint) for job in worker.turn()]
        except CatalogError as error:
            states.append(("failed", error.hint))
        filler.unlink()
        clock.now += 3_600
    assert any(state == "failed" and hint for state, hint in states)
    worker.turn()
    job = worker.queue.job(accepted)
    assert job is not None
    assert job.state == "done"


def test_a_read_only_folder_is_named_and_still_read(
    disk: Path, data: Path, source: Path, settings: IndexSettings
) -> None:
    folder = Path(shutil.copytree(data, disk / "data"))
    worker = Worker(folder, settings)
    send(worker.queue, source / "lessons_learned.csv")
    worker.turn()
    published = current(folder)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises((InboxError, CatalogError)) as refused:
        send(JobQueue(folder), source / "good_practices.csv")
    assert str(folder) in refused.value.message
    assert refused.value.hint
    assert current(folder) == published
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    send(worker.queue, source / "good_practices.csv")
    assert [job.state for job in worker.turn()] == ["done"]
