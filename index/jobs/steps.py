"""What one task does to the catalog: one function for each kind."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import NamedTuple

from index.annotate.step import annotate
from index.catalog import Catalog
from index.indexer import for_readers, signature_of
from index.intake import INTAKE_VERSION, extract, shown_to
from index.jobs.inbox import Inbox
from index.jobs.model import JobReport, Task
from index.model import Extraction


class Step(NamedTuple):
    """What a task did, and the signature under which its source now stands."""

    report: JobReport
    signature: str | None = None


def ingest(task: Task, catalog: Catalog, inbox: Inbox, run: int) -> Step:
    """Take in the bytes of a source. Raises SourceError where they cannot be used, InboxError where they are lost."""
    assert task.blob is not None  # noqa: S101 - JobQueue.accept gives it
    with inbox.as_file(task.blob, task.name, task.mapping) as file:
        visibility = task.visibility or catalog.visibility_of(task.target)
        if task.form == "records":
            signature = hashlib.sha256(f"{INTAKE_VERSION} records {task.blob}".encode()).hexdigest()
        else:
            signature = signature_of(file, None)
        signature = for_readers(signature, visibility)
        if catalog.signature_of(task.target) == signature:
            return Step(JobReport(status="unchanged", problems=catalog.problems().get(task.target, [])), signature)
        if task.form == "records":
            extraction = annotate(Extraction.model_validate_json(file.read_bytes()))
        else:
            extraction = extract(file)
    catalog.take_in(task.target, signature, run, shown_to(extraction, visibility), visibility)
    kinds = Counter(record.kind.value for record in extraction.records)
    problems = catalog.problems().get(task.target, [])
    return Step(JobReport(status="read", records=dict(sorted(kinds.items())), problems=problems), signature)


def withdraw(task: Task, catalog: Catalog, inbox: Inbox, run: int) -> Step:  # noqa: ARG001 - one shape for all
    """Forget a source."""
    before = sum(catalog.count_records().values())
    found = catalog.remove(task.target)
    gone = before - sum(catalog.count_records().values())
    return Step(JobReport(status="withdrawn" if found else "unchanged", withdrawn=gone))


def delete(task: Task, catalog: Catalog, inbox: Inbox, run: int) -> Step:  # noqa: ARG001
    """Withdraw a document for good."""
    return Step(JobReport(status="withdrawn", withdrawn=catalog.delete(task.target)))


def restore(task: Task, catalog: Catalog, inbox: Inbox, run: int) -> Step:  # noqa: ARG001
    """Let a document come back with the next reading of its source."""
    return Step(JobReport(status="restored" if catalog.restore(task.target) else "unchanged"))


STEPS = {"ingest": ingest, "withdraw": withdraw, "delete": delete, "restore": restore}
