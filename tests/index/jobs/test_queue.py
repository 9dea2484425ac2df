"""Jobs are kept, found again, repeated where that means something, and tried again in time."""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.database import SCHEMA
from index.errors import CatalogError, InboxError, IndexingError
from index.jobs.inbox import Inbox, clean_name
from index.jobs.model import JobReport, Task
from index.jobs.queue import FIRST_WAIT, LONGEST_WAIT, JobQueue

FILE = Task(kind="ingest", target="upload:lessons.csv", name="lessons.csv")
FAULT = IndexingError("The disk is full.", hint="Free some space.")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> JobQueue:
    return JobQueue(tmp_path, clock)


def content(text: bytes = b"Plan the exit.") -> io.BytesIO:
    return io.BytesIO(text)


def test_a_job_is_kept_with_its_bytes(queue: JobQueue, tmp_path: Path) -> None:
    job, new = queue.accept(FILE, content())
    assert new
    assert (job.state, job.attempts, job.next_try, job.error) == ("queued", 0, None, None)
    assert job.task.blob == hashlib.sha256(b"Plan the exit.").hexdigest()
    assert (tmp_path / "inbox" / job.task.blob).read_bytes() == b"Plan the exit."
    assert JobQueue(tmp_path).job(job.id) == job


def test_everything_is_synced_before_a_job_is_accepted(queue: JobQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes, then the folder that names them, then the row: in this order, so that a power cut leaves no row alone."""
    seen: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        seen.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    queue.accept(FILE, content())
    assert seen[0].startswith(".part-")
    assert seen[1] == "inbox"
    with queue._open() as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL: SQLite syncs its log at every commit


def test_the_same_again_is_the_same_job(queue: JobQueue) -> None:
    first = queue.accept(FILE, content()).job
    assert queue.accept(FILE, content()) == (first, False)
    assert queue.accept(FILE, content(b"Something else.")).new
    assert queue.accept(FILE.model_copy(update={"visibility": "internal"}), content()).new
    assert queue.accept(FILE.model_copy(update={"target": "upload:other.csv"}), content()).new


def test_what_was_given_up_is_taken_up_again_only_when_asked(queue: JobQueue) -> None:
    job = queue.accept(FILE, content()).job
    queue.begin(job, "somebody")
    queue.fail(job, FAULT, most=1)
    dead = queue.job(job.id)
    assert dead is not None
    assert (dead.state, dead.attempts) == ("dead", 1)
    assert queue.accept(FILE, content(), revive=False) == (dead, False)
    revived = queue.accept(FILE, content())
    assert revived.new
    assert (revived.job.id, revived.job.state, revived.job.attempts) == (job.id, "queued", 0)


def test_a_failed_job_waits_twice_as_long_each_time(queue: JobQueue, clock: Clock) -> None:
    job = queue.accept(FILE, content()).job
    for attempt in range(12):
        (due,) = queue.due()
        queue.begin(due, "somebody")
        failed = queue.fail(due, FAULT, most=100)
        assert failed.error is not None
        assert failed.error.message == "The disk is full."
        wait = min(FIRST_WAIT * 2**attempt, LONGEST_WAIT)
        clock.now += wait - 1
        assert queue.due() == []
        clock.now += 1
        assert [one.id for one in queue.due()] == [job.id]


@pytest.mark.parametrize("jump", [-86_400 * 365.0, -LONGEST_WAIT * 1.01, LONGEST_WAIT, 86_400 * 365.0])
def test_a_clock_that_jumps_makes_a_job_due_and_loses_none(queue: JobQueue, clock: Clock, jump: float) -> None:
    job = queue.accept(FILE, content()).job
    queue.begin(job, "somebody")
    queue.fail(job, FAULT, most=100)
    clock.now += jump
    assert [one.id for one in queue.due()] == [job.id]


def test_a_clock_that_goes_back_leaves_the_order(queue: JobQueue, clock: Clock) -> None:
    first = queue.accept(FILE, content(b"1")).job
    clock.now -= 300
    second = queue.accept(FILE, content(b"2")).job
    clock.now += 600
    assert [one.id for one in queue.due()] == [first.id, second.id]


def test_what_a_killed_worker_had_begun_is_taken_up_again(queue: JobQueue) -> None:
    job = queue.accept(FILE, content()).job
    for attempt in range(1, 4):
        queue.begin(queue.due()[0], "gone")
        assert queue.due() == []
        assert [one.state for one in queue.recover(most=3)] == (["dead"] if attempt == 3 else [])
    dead = queue.job(job.id)
    assert dead is not None
    assert dead.error is not None
    assert dead.error.code == "job_interrupted"
    assert "3 workers ended while they were at lessons.csv" in dead.error.message
    revived = queue.retry(job.id)
    assert revived is not None
    assert revived.state == "queued"


def test_a_kill_during_the_build_is_not_the_fault_of_a_job(queue: JobQueue) -> None:
    queue.accept(FILE, content())
    for _ in range(5):
        (job,) = queue.due()
        queue.begin(job, "gone")
        queue.taken(job, JobReport(status="read"), "signature")
        assert queue.recover(most=3) == []


def test_two_workers_cannot_count_a_job_twice(queue: JobQueue) -> None:
    job = queue.accept(FILE, content()).job
    queue.begin(job, "one")
    assert queue.due() == []
    queue.finish([job], "0" * 16)
    assert queue.due() == queue.recover(most=3) == []
    assert queue.counts() == {"queued": 0, "running": 0, "failed": 0, "done": 1, "dead": 0}


def test_damaged_bytes_are_never_read(queue: JobQueue) -> None:
    job = queue.accept(FILE, content()).job
    assert job.task.blob
    stored = queue.inbox.path(job.task.blob)
    stored.write_bytes(b"Plan the axit.")
    with pytest.raises(InboxError, match=r"stored bytes of lessons\.csv are damaged") as caught:
        queue.inbox.as_file(job.task.blob, "lessons.csv", None).__enter__()
    assert caught.value.lasting
    stored.unlink()
    with pytest.raises(InboxError, match="missing"):
        queue.inbox.as_file(job.task.blob, "lessons.csv", None).__enter__()


def test_a_transfer_that_breaks_off_leaves_nothing(queue: JobQueue, tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(InboxError):
        queue.accept(FILE, Broken())
    assert Inbox(tmp_path).blobs() == Inbox(tmp_path).unfinished() == []
    assert queue.jobs() == []


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\Lessons 2024.xlsx", "Lessons 2024.xlsx"),
        ("..", "upload"),
        (".hidden.csv", "hidden.csv"),
        ("a\0b\n\u202e.csv", "a_b_.csv"),
        ("", "upload"),
        ("Évaluation finale (v2).docx", "Évaluation finale (v2).docx"),
        ("x" * 500 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_what_somebody_calls_a_file_is_no_path(given: str, cleaned: str) -> None:
    assert clean_name(given) == cleaned


def test_a_catalog_of_schema_1_gets_a_queue_and_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "catalog.sqlite"
    schema = (Path(__file__).parents[3] / "index" / "catalog.sql").read_text("utf-8")
    with closing(sqlite3.connect(file)) as db:
        db.executescript(schema)
        db.execute("INSERT INTO sources (path, signature, run) VALUES ('a.csv', 's', 1)")
        db.execute("INSERT INTO records VALUES ('ilo:lesson:1', 'ilo:evaluation:1', 'lesson', '{}', 1)")
        db.execute("PRAGMA user_version = 1")
        db.commit()
        before = list(db.iterdump())
    assert JobQueue(tmp_path).accept(FILE, content()).new
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        db.executescript("DROP TABLE jobs; DROP TABLE deleted; DROP TABLE told;")
        db.executescript("ALTER TABLE records DROP COLUMN hidden; ALTER TABLE sources DROP COLUMN visibility;")
        db.executescript("ALTER TABLE sources DROP COLUMN strictest;")
        assert [line for line in db.iterdump() if "sqlite_sequence" not in line] == before


def test_a_damaged_catalog_is_named(tmp_path: Path, queue: JobQueue) -> None:
    queue.accept(FILE, content())
    with (tmp_path / "catalog.sqlite").open("r+b") as file:
        file.write(os.urandom(4096))
    refused: list[Callable[[], object]] = [lambda: queue.accept(FILE, content(b"2")), queue.due, queue.counts]
    for call in refused:
        with pytest.raises(CatalogError, match=r"catalog\.sqlite cannot be used as a catalog"):
            call()
