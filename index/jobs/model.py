"""What is asked of the worker, and what became of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.model import Problem

TaskKind = Literal["ingest", "withdraw", "delete", "restore"]
JobState = Literal["queued", "running", "failed", "done", "dead"]
STATES: tuple[JobState, ...] = ("queued", "running", "failed", "done", "dead")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Task(_Value):
    """One thing to do.

    ingest      take in the stored bytes of a source: a file, or records as JSON of index.model.Extraction
    withdraw    forget a source and what only it claims
    delete      withdraw a document, whoever claims it
    restore     let a deleted document come back

    `target` is the source as the catalog names it, or the document's identifier. `name` is for people, and for the
    reader that tells a file's format by its suffix too: it is never a path.
    """

    kind: TaskKind
    target: str
    name: str
    blob: str | None = None  # SHA-256 of the bytes
    form: Literal["file", "records"] = "file"
    mapping: str | None = None  # TOML, as in a mapping file
    visibility: str | None = None

    @property
    def content(self) -> str:
        """SHA-256 of all that is asked: the same again has the same."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class JobReport(_Value):
    """What a job did: the records that its file gives by kind, or how many were withdrawn, and what was left out."""

    status: Literal["read", "unchanged", "withdrawn", "restored", "unusable"]
    records: dict[str, int] = Field(default_factory=dict)
    withdrawn: int = 0
    problems: list[Problem] = Field(default_factory=list)


class JobError(_Value):
    """What stopped the last attempt, in the one shape of errors."""

    code: str
    message: str
    hint: str = ""
    details: dict[str, Any] = Field(default_factory=dict)


class Job(_Value):
    """A task with what became of it.

    queued      waits for its turn
    running     a worker is at it
    failed      an attempt failed; tried again at `next_try`
    done        searchable in `generation`
    dead        given up: `error` says why, and nothing happens until somebody asks for it again
    """

    id: str
    task: Task
    state: JobState
    attempts: int
    accepted: datetime
    changed: datetime
    next_try: datetime | None
    worker: str | None
    signature: str | None
    report: JobReport | None
    error: JobError | None
    generation: str | None
