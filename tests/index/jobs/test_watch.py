"""A folder whose files become jobs, each at the right moment and once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.errors import SourceError
from index.indexer import index
from index.jobs.model import Job
from index.jobs.watch import Watcher
from index.jobs.worker import Worker
from index.settings import IndexSettings

LESSONS = "lessons_learned.csv"


@pytest.fixture
def worker(data: Path, settings: IndexSettings) -> Worker:
    return Worker(data, settings)


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    (tmp_path / "watched").mkdir()
    (tmp_path / "watched" / LESSONS).write_bytes((sample / LESSONS).read_bytes())
    return tmp_path / "watched"


def names(jobs: list[Job]) -> list[tuple[str, str]]:
    return [(job.task.kind, job.task.name) for job in jobs]


def test_a_file_is_taken_in_when_it_has_stopped_changing_and_once(folder: Path, worker: Worker) -> None:
    watcher = Watcher(folder, worker.queue)
    assert watcher.poll() == []
    with (folder / LESSONS).open("ab") as file:
        file.write(b"\n")
    assert watcher.poll() == []  # it has just changed
    assert names(watcher.poll()) == [("ingest", LESSONS)]
    assert watcher.poll() == []
    assert [job.state for job in worker.turn()] == ["done"]
    again = Watcher(folder, worker.queue)
    assert [again.poll(), again.poll(), again.poll()] == [[], [], []]


def test_hidden_files_and_mappings_are_passed_over(folder: Path, worker: Worker) -> None:
    for name in (".hidden.csv", "~$open.docx", "README.md", "lessons.toml"):
        (folder / name).write_text("x")
    watcher = Watcher(folder, worker.queue)
    watcher.poll()
    assert names(watcher.poll()) == [("ingest", LESSONS)]


def visibilities(data: Path) -> set[str]:
    with closing(Catalog(data / "catalog.sqlite")) as catalog:
        return {document.visibility for document in catalog.documents()}


def test_a_watched_folder_has_a_visibility_and_a_source_keeps_its_own(
    folder: Path, worker: Worker, data: Path, settings: IndexSettings
) -> None:
    def watched(visibility: str | None) -> list[tuple[str, str]]:
        watcher = Watcher(folder, worker.queue, visibility=visibility)
        watcher.poll()
        found = names(watcher.poll())
        worker.turn()
        return found

    once = [("ingest", LESSONS)]
    assert (watched("group:hr"), visibilities(data)) == (once, {"group:hr"})
    assert (watched("group:hr"), visibilities(data)) == ([], {"group:hr"})
    assert (watched(None), visibilities(data)) == ([], {"group:hr"})
    with (folder / LESSONS).open("ab") as file:
        file.write(b"\n")
    assert (watched(None), visibilities(data)) == (once, {"group:hr"})
    assert (watched("public"), visibilities(data)) == (once, {"public"})
    index([folder], data, settings, visibility="internal")
    assert (watched("internal"), visibilities(data)) == ([], {"internal"})


def test_what_index_has_taken_in_is_known(folder: Path, worker: Worker, data: Path, settings: IndexSettings) -> None:
    index([folder], data, settings)
    watcher = Watcher(folder, worker.queue)
    assert [watcher.poll(), watcher.poll()] == [[], []]


def test_a_broken_file_is_one_dead_job_until_it_changes(folder: Path, worker: Worker) -> None:
    (folder / LESSONS).unlink()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    watcher = Watcher(folder, worker.queue)
    watcher.poll()
    watcher.poll()
    assert [job.state for job in worker.turn()] == ["dead"]
    again = Watcher(folder, worker.queue)
    assert [watcher.poll(), again.poll(), again.poll()] == [[], [], []]
    assert worker.turn() == []
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    watcher.poll()
    assert names(watcher.poll()) == [("ingest", "broken.pdf")]


def test_removed_files_are_withdrawn_only_where_asked_and_never_all(folder: Path, worker: Worker, sample: Path) -> None:
    other = folder / "good_practices.csv"
    other.write_bytes((sample / other.name).read_bytes())
    plain, asked = Watcher(folder, worker.queue), Watcher(folder, worker.queue, withdraw=True)
    plain.poll()
    plain.poll()
    worker.turn()
    other.unlink()
    assert [plain.poll(), plain.poll()] == [[], []]
    assert names(asked.poll() + asked.poll()) == [("withdraw", other.name)]
    (job,) = worker.turn()
    assert job.report is not None
    assert job.report.withdrawn == 26
    (folder / LESSONS).unlink()  # the folder is empty: a share that dropped off
    assert [asked.poll(), asked.poll()] == [[], []]
    folder.rmdir()
    assert asked.poll() == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, worker: Worker) -> None:
    with pytest.raises(SourceError, match="no such folder"):
        Watcher(tmp_path / "nowhere", worker.queue)
