"""The jobs of a data folder, in its catalog.

A job is accepted when it would survive a power cut: its bytes are synced and named before its row is committed, and
the catalog syncs every commit. Who does the jobs holds the lock of the data folder, which the system takes from a
process that dies: a job that is "running" while somebody else holds that lock was left behind, whatever the clock says.

Order is by number, never by time. Times only say when a failed job is due again, and a clock that jumps can at most
make one due at once.
"""

from __future__ import annotations

import json
import sqlite3
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from index.database import named_errors, open_database, transaction
from index.errors import AfterwiseError
from index.jobs.inbox import Inbox
from index.jobs.model import STATES, Job, JobError, JobReport, JobState, Task

FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0  # seconds before a failed job is tried again: doubled each time
_FIELDS = (
    "id, task, state, attempts, accepted, changed, next_try, worker, signature, report, error, generation"  # as in Job
)
_DUE = "state IN ('queued', 'failed') AND (next_try <= :now OR next_try > :now + :longest)"


class Accepted(NamedTuple):
    """A job, and whether it waits because of this call; where not, it is one that asked for the same."""

    job: Job
    new: bool


class JobQueue:
    """Safe to share between threads and processes: each call has its own connection. Raises CatalogError."""

    def __init__(self, data: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = data / "catalog.sqlite"
        self._data = data
        self._clock = clock
        self.inbox = Inbox(data)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(open_database(self._file)) as db, named_errors(self._file):
            yield db

    @contextmanager
    def _look(self) -> Iterator[sqlite3.Connection]:
        """To read only: a folder without a catalog has no jobs, and gets no catalog by being looked at."""
        file = self._file if self._file.exists() else Path(":memory:")
        with closing(open_database(file)) as db, named_errors(self._file):
            yield db

    # --- accepting -------------------------------------------------------------------------------------------

    def accept(self, task: Task, content: IO[bytes] | None = None, *, revive: bool = True) -> Accepted:
        """Keep a task, and its bytes where it has some, durably. The same again is the same job.

        A job is not repeated while it waits, or where what it did still stands: for a source that says something else
        by now it is. One that was given up is taken up again, unless `revive` is false. Raises InboxError.
        """
        if content is None:
            return self._insert(task, revive)
        part, blob = self.inbox.receive(content)
        try:
            task = task.model_copy(update={"blob": blob})
            with self.inbox.alone():
                self.inbox.keep(part, blob)
                return self._insert(task, revive)
        finally:
            part.unlink(missing_ok=True)

    def _insert(self, task: Task, revive: bool) -> Accepted:
        now = self._clock()
        with self._open() as db, transaction(db):
            last = db.execute(
                f"SELECT {_FIELDS} FROM jobs WHERE content = ? ORDER BY seq DESC LIMIT 1",  # noqa: S608
                (task.content,),
            ).fetchone()
            if last is not None:
                job = _job(last)
                if job.state == "dead" and revive:
                    _requeue(db, job.id, now)
                    return Accepted(_get(db, job.id), new=True)
                if job.state != "done" or _stands(db, job):
                    return Accepted(job, new=False)
            id_ = uuid.uuid4().hex[:16]
            db.execute(
                "INSERT INTO jobs (id, content, task, state, next_try, accepted, changed) "
                "VALUES (?, ?, ?, 'queued', ?, ?, ?)",
                (id_, task.content, task.model_dump_json(), now, now, now),
            )
            return Accepted(_get(db, id_), new=True)

    def retry(self, id_: str) -> Job | None:
        """Take up again a job that failed or was given up; None where there is none of this identifier."""
        with self._open() as db, transaction(db):
            _requeue(db, id_, self._clock())
            return next(_select(db, "id = ?", id_), None)

    # --- looking ---------------------------------------------------------------------------------------------

    def job(self, id_: str) -> Job | None:
        """The job of this identifier."""
        with self._look() as db:
            return next(_select(db, "id = ?", id_), None)

    def jobs(self, state: JobState | None = None, limit: int = 100, among: Collection[str] | None = None) -> list[Job]:
        """The newest jobs, newest first; of one state or of all, and only `among` these identifiers if given."""
        with self._look() as db:
            condition, ids = _among(among)
            condition += " AND state = ?" if state else " AND ?"
            return list(_select(db, f"{condition} ORDER BY seq DESC LIMIT ?", *ids, state or 1, limit))

    def counts(self, among: Collection[str] | None = None) -> dict[JobState, int]:
        """How many jobs there are of each state, `among` these identifiers if given."""
        condition, ids = _among(among)
        with self._look() as db:
            found = dict(db.execute(f"SELECT state, count(*) FROM jobs WHERE {condition} GROUP BY state", ids))  # noqa: S608
        return {state: found.get(state, 0) for state in STATES}

    def waiting_tasks(self) -> list[Task]:
        """What is asked by jobs that are not done, in their order; also by those that were given up."""
        with self._look() as db:
            return [job.task for job in _select(db, "state != 'done' ORDER BY seq")]

    def sources(self) -> list[str]:
        """The names of all sources that the catalog has."""
        with self._look() as db:
            return [str(path) for (path,) in db.execute("SELECT path FROM sources ORDER BY path")]

    def signature_of(self, source: str) -> str | None:
        """The signature under which a source was last taken in, or None for a new one."""
        with self._look() as db:
            found = db.execute("SELECT signature FROM sources WHERE path = ?", (source,)).fetchone()
        return None if found is None else str(found[0])

    def visibility_of_document(self, id_: str) -> str | None:
        """The visibility of a document that the catalog holds, or None where it holds none of this identifier."""
        with self._look() as db:
            query = "SELECT json_extract(body, '$.visibility') FROM documents WHERE id = ?"
            found = db.execute(query, (id_,)).fetchone()
        return None if found is None else str(found[0])

    def has_document(self, id_: str) -> bool:
        """Whether the catalog holds a document of this identifier."""
        return self.visibility_of_document(id_) is not None

    def is_deleted(self, document: str, *, openly: bool = False) -> bool:
        """Whether a document was deleted and has not been let back; `openly`: and everybody could see it."""
        with self._look() as db:
            query = "SELECT 1 FROM deleted WHERE document = ? AND hidden <= ?"
            return db.execute(query, (document, 0 if openly else 1)).fetchone() is not None

    def visibility_of_source(self, source: str) -> str | None:
        """The visibility that a source was given, None where nobody said one or there is no such source."""
        with self._look() as db:
            found = db.execute("SELECT visibility FROM sources WHERE path = ?", (source,)).fetchone()
        return None if found is None else found[0]

    def visibilities_in(self, source: str) -> set[str]:
        """The visibilities of all documents that a source claims, and the one that it was given."""
        with self._look() as db:
            query = (
                "SELECT DISTINCT json_extract(documents.body, '$.visibility') FROM sources "
                "JOIN claims ON claims.source = sources.id AND sort = 'document' "
                "JOIN documents ON documents.id = claims.id WHERE path = ?"
            )
            found = {str(one) for (one,) in db.execute(query, (source,))}
        given = self.visibility_of_source(source)
        return found | ({given} if given else set())

    # --- working; only for who holds the lock of the data folder -----------------------------------------------

    def due(self) -> list[Job]:
        """The jobs whose time has come, in the order in which they were accepted."""
        with self._look() as db:
            query = f"SELECT {_FIELDS} FROM jobs WHERE {_DUE} ORDER BY seq"  # noqa: S608
            return [_job(row) for row in db.execute(query, {"now": self._clock(), "longest": LONGEST_WAIT})]

    def recover(self, most: int) -> list[Job]:
        """Put back what a worker that is gone had begun; gives those that are thereby given up.

        A job whose source was taken in is done all but for the build: that its worker ended then is not its fault.
        One at which `most` workers ended is: it is given up.
        """
        now = self._clock()
        with self._open() as db, transaction(db):
            left = list(_select(db, "state = 'running' ORDER BY seq"))
            for job in left:
                if job.report is not None:
                    _put(db, job.id, now, state="queued", attempts=job.attempts - 1, worker=None)
                elif job.attempts < most:
                    _put(db, job.id, now, state="queued", worker=None)
                else:
                    error = JobError(
                        code="job_interrupted",
                        message=f"{job.attempts} workers ended while they were at {job.task.name}.",
                        hint="Look at the system's log for a lack of memory; then afterwise jobs --retry " + job.id,
                    )
                    _put(db, job.id, now, state="dead", worker=None, error=error.model_dump_json())
            ids = [job.id for job in left]
            return [job for id_ in ids if (job := _get(db, id_)).state == "dead"]

    def begin(self, job: Job, worker: str) -> None:
        """Say that a worker is at a job."""
        self._update(job, state="running", attempts=job.attempts + 1, worker=worker, report=None)

    def taken(self, job: Job, report: JobReport, signature: str | None) -> None:
        """Say that the catalog has what a job asked for; searches do not yet."""
        self._update(job, report=report.model_dump_json(), signature=signature)

    def finish(self, jobs: Sequence[Job], generation: str | None) -> None:
        """Say that searches have what these jobs asked for."""
        now = self._clock()
        with self._open() as db, transaction(db):
            for job in jobs:
                _put(db, job.id, now, state="done", worker=None, error=None, generation=generation)

    def fail(self, job: Job, error: AfterwiseError, most: int, *, report: JobReport | None = None) -> Job:
        """Say that an attempt failed: to be tried again later, or given up after `most`. Gives the job as it is now."""
        now = self._clock()
        with self._open() as db, transaction(db):
            attempts = _get(db, job.id).attempts
            wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
            _put(
                db,
                job.id,
                now,
                state="dead" if attempts >= most else "failed",
                next_try=now + wait,
                worker=None,
                error=JobError(**error.as_dict()).model_dump_json(),
                **({} if report is None else {"report": report.model_dump_json()}),
            )
            return _get(db, job.id)

    def _update(self, job: Job, **values: Any) -> None:
        with self._open() as db, transaction(db):
            _put(db, job.id, self._clock(), **values)


def _among(ids: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """A condition for jobs of these identifiers, or for all, and its values."""
    return ("1", ()) if ids is None else ("id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),))


def _put(db: sqlite3.Connection, id_: str, now: float, **values: Any) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE jobs SET {columns}, changed = ? WHERE id = ?", (*values.values(), now, id_))  # noqa: S608


def _requeue(db: sqlite3.Connection, id_: str, now: float) -> None:
    db.execute(
        "UPDATE jobs SET state = 'queued', attempts = 0, next_try = ?, changed = ?, error = NULL, report = NULL "
        "WHERE id = ? AND state IN ('failed', 'dead')",
        (now, now, id_),
    )


def _stands(db: sqlite3.Connection, job: Job) -> bool:
    """Whether the catalog still says what a job that is done made it say."""
    target = (job.task.target,)
    if job.task.kind == "ingest":
        found = db.execute("SELECT signature FROM sources WHERE path = ?", target).fetchone()
        return bool(found == (job.signature,))
    if job.task.kind == "withdraw":
        return db.execute("SELECT 1 FROM sources WHERE path = ?", target).fetchone() is None
    deleted = db.execute("SELECT 1 FROM deleted WHERE document = ?", target).fetchone() is not None
    return deleted is (job.task.kind == "delete")


def _select(db: sqlite3.Connection, condition: str, *values: str | int) -> Iterator[Job]:
    rows = db.execute(f"SELECT {_FIELDS} FROM jobs WHERE {condition}", values).fetchall()  # noqa: S608
    return map(_job, rows)


def _get(db: sqlite3.Connection, id_: str) -> Job:
    return next(_select(db, "id = ?", id_))


def _job(row: Sequence[Any]) -> Job:
    id_, task, state, attempts, accepted, changed, next_try, worker, signature, report, error, generation = row
    return Job(
        id=id_,
        task=Task.model_validate_json(task),
        state=state,
        attempts=attempts,
        accepted=_moment(accepted),
        changed=_moment(changed),
        next_try=_moment(next_try) if state == "failed" else None,
        worker=worker,
        signature=signature,
        report=None if report is None else JobReport.model_validate_json(report),
        error=None if error is None else JobError.model_validate_json(error),
        generation=generation,
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
