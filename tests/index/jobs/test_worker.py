"""Jobs on real files, from the queue to the published generation."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from index.catalog import Catalog
from index.errors import DataFolderBusy
from index.generation import current
from index.indexer import index
from index.jobs.model import Job, Task
from index.jobs.queue import JobQueue
from index.jobs.worker import Worker
from index.model import Document, Extraction, Kind, Part, Record
from index.opened import open_generation
from index.settings import IndexSettings


@pytest.fixture
def worker(data: Path, settings: IndexSettings) -> Worker:
    return Worker(data, settings)


def send(queue: JobQueue, file: Path, **changes: str) -> Job:
    task = Task(kind="ingest", target=f"upload:{file.name}", name=file.name).model_copy(update=changes)
    with file.open("rb") as stream:
        return queue.accept(task, stream).job


def ask(queue: JobQueue, kind: str, target: str) -> Job:
    return queue.accept(Task.model_validate({"kind": kind, "target": target, "name": target})).job


def states(jobs: list[Job]) -> dict[str, str]:
    return {job.task.name: job.state for job in jobs}


def withdrawn(data: Path) -> set[str]:
    with closing(Catalog(data / "catalog.sqlite")) as catalog:
        return set(catalog.withdrawn())


def kinds(data: Path) -> dict[str, int]:
    opened = open_generation(data)
    opened.store.close()
    return opened.manifest.records


def test_several_jobs_make_one_generation_the_same_as_an_index_run(
    worker: Worker, source: Path, data: Path, sample_data: Path
) -> None:
    files = sorted(source.glob("[!R]*"))
    for file in files:
        send(worker.queue, file)
    jobs = worker.turn()
    assert set(states(jobs).values()) == {"done"}
    assert {job.generation for job in jobs} == {current(data)}
    assert len(list((data / "generations").iterdir())) == 1
    assert current(data) == current(sample_data)
    assert worker.turn() == []


def test_a_broken_file_is_given_up_at_once_and_stops_nobody(worker: Worker, source: Path, data: Path) -> None:
    (source / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    broken, whole = send(worker.queue, source / "broken.pdf"), send(worker.queue, source / "lessons_learned.csv")
    found = {job.id: job for job in worker.turn()}
    assert (found[broken.id].state, found[whole.id].state) == ("dead", "done")
    told = found[broken.id]
    assert told.error is not None
    assert told.report is not None
    assert told.error.code == "source_error"
    assert "broken.pdf" in told.report.problems[0].reason
    assert kinds(data) == {"lesson": 68}


def test_the_same_bytes_again_do_nothing_until_the_source_says_something_else(worker: Worker, source: Path) -> None:
    lessons = source / "lessons_learned.csv"
    first = send(worker.queue, lessons)
    worker.turn()
    assert send(worker.queue, lessons).id == first.id
    whole = lessons.read_bytes()
    lessons.write_bytes(b"\n".join(whole.split(b"\n")[:5]) + b"\n")
    assert send(worker.queue, lessons).id != first.id
    worker.turn()
    lessons.write_bytes(whole)
    again = send(worker.queue, lessons)
    assert again.id != first.id
    assert again.state == "queued"


def test_a_deleted_document_stays_away_until_it_is_let_back(
    worker: Worker, source: Path, data: Path, settings: IndexSettings
) -> None:
    index([source], data, settings)
    before = kinds(data)
    document = "ilo:evaluation:900101"
    held = {record.id for record in open_generation(data).store.records_of(document)}
    assert held
    ask(worker.queue, "delete", document)
    (job,) = worker.turn()
    assert job.report is not None
    assert job.report.withdrawn == len(held)
    assert withdrawn(data) == {document, *held}
    assert open_generation(data).store.document(document) is None
    lessons = source / "lessons_learned.csv"
    lessons.write_bytes(lessons.read_bytes() + b"\n")  # the same rows in a changed file
    report = index([source], data, settings)
    assert any(p.record_id == document and "was deleted on" in p.reason for file in report.files for p in file.problems)
    assert sum(kinds(data).values()) == sum(before.values()) - len(held)
    ask(worker.queue, "restore", document)
    worker.turn()
    index([source], data, settings)
    assert kinds(data) == before
    assert withdrawn(data) == set()


def test_the_texts_of_a_deleted_document_leave_the_catalog(
    worker: Worker, source: Path, data: Path, settings: IndexSettings
) -> None:
    index([source], data, settings)
    ask(worker.queue, "delete", "ilo:evaluation:900101")
    worker.turn()
    with closing(Catalog(data / "catalog.sqlite")) as catalog:
        query = "SELECT count(*) FROM records WHERE document = 'ilo:evaluation:900101' AND body != ''"
        assert list(catalog._rows(query)) == [(0,)]
        query = "SELECT count(*) FROM claims WHERE body LIKE '%ilo:evaluation:900101%'"
        assert list(catalog._rows(query)) == [(0,)]


def test_a_withdrawn_source_takes_what_only_it_claims(worker: Worker, source: Path, data: Path) -> None:
    for name in ("lessons_learned.csv", "good_practices.csv"):
        send(worker.queue, source / name)
    ask(worker.queue, "withdraw", "upload:lessons_learned.csv")
    *_, last = worker.turn()
    assert last.report is not None
    assert last.report.withdrawn == 68
    assert kinds(data) == {"good_practice": 26}


def test_records_without_a_file(worker: Worker, data: Path) -> None:
    document = Document(id="own:evaluation:1", publisher="own", title="Bridges")
    record = Record(
        id="own:lesson:1",
        local_id="1",
        document_id=document.id,
        kind=Kind.LESSON,
        parts=(Part(name="text", text="Write to jane.doe@example.org before the bridge is closed."),),
    )
    body = Extraction(documents=(document,), records=(record,)).model_dump_json().encode()
    task = Task(kind="ingest", target="upload:own", name="own", form="records")
    worker.queue.accept(task, io.BytesIO(body))
    (job,) = worker.turn()
    assert job.state == "done"
    store = open_generation(data).store
    stored, kept = store.record("own:lesson:1"), store.document("own:evaluation:1")
    assert stored is not None
    assert kept is not None
    assert "jane.doe" not in stored.parts[0].text  # masked, as in every file
    assert stored.parts[0].language == "en"


def test_a_mapping_comes_with_its_table(worker: Worker, data: Path, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("No,What we learnt\n1,Plan the exit with the partners.\n", "utf-8")
    refused = send(worker.queue, table)
    mapping = """publisher = "own"
[record]
kind = "lesson"
id = "No"
[record.parts]
text = "What we learnt"
"""
    accepted = send(worker.queue, table, mapping=mapping)
    found = {job.id: job for job in worker.turn()}
    assert (found[refused.id].state, found[accepted.id].state) == ("dead", "done")
    assert kinds(data) == {"lesson": 1}


def test_a_busy_folder_is_left_alone(worker: Worker, source: Path, data: Path) -> None:
    job = send(worker.queue, source / "lessons_learned.csv")
    with FileLock(data / ".lock"), pytest.raises(DataFolderBusy):
        worker.turn()
    assert worker.queue.job(job.id) == job
    assert worker.turn()[0].state == "done"


def test_damaged_bytes_are_given_up_with_a_word(worker: Worker, source: Path) -> None:
    job = send(worker.queue, source / "lessons_learned.csv")
    assert job.task.blob
    stored = worker.queue.inbox.path(job.task.blob)
    stored.write_bytes(stored.read_bytes()[:-1] + b"?")
    (found,) = worker.turn()
    assert found.state == "dead"
    assert found.error is not None
    assert "damaged" in found.error.message
    assert "again" in found.error.hint
