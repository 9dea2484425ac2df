"""`afterwise work`, `jobs`, `delete`, `generations`, `rollback`, `backup`, `restore`, `vacuum`"""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.generation import current, folder_of
from index.jobs.model import Task
from index.jobs.queue import JobQueue

Run = Callable[..., Any]
EVALUATION = "ilo:evaluation:900101"


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


def test_delete_and_undo(afterwise: Run, data: Path) -> None:
    done = afterwise("delete", EVALUATION, "--data", data, "--json")
    assert (done.code, done.json["state"], done.json["document"]) == (0, "done", EVALUATION)
    assert "withdrawn" in afterwise("show", EVALUATION, "--data", data).err
    assert afterwise("delete", EVALUATION, "--undo", "--data", data).code == 0
    nowhere = afterwise("delete", "ilo:evaluation:1", "--data", data)
    assert nowhere.code == 1
    assert "There is no document ilo:evaluation:1" in nowhere.err


def test_going_back_shows_nobody_what_was_deleted_or_hidden_since_unless_told(
    afterwise: Run, data: Path, sample: Path
) -> None:
    first = current(data)
    afterwise("delete", EVALUATION, "--data", data)
    refused = afterwise("rollback", "--data", data)
    assert refused.code == 1
    assert f"shows 1 documents to readers who may not see them any more, such as {EVALUATION}" in " ".join(
        refused.err.split()
    )
    assert current(data) != first
    second = current(data)
    afterwise("index", sample / "planned_evaluations.csv", "--visibility", "internal", "--data", data)
    narrowed = current(data)
    hidden = afterwise("rollback", second, "--data", data, "--json").json["error"]
    assert "shows 5 documents" in hidden["message"]
    assert "--anyway" in hidden["hint"]
    assert afterwise("rollback", second, "--anyway", "--data", data).code == 0
    assert "showing 5 again" in afterwise("audit", "--data", data).out
    afterwise("rollback", "--release", "--data", data)
    afterwise("index", sample / "planned_evaluations.csv", "--visibility", "public", "--data", data)
    assert afterwise("rollback", narrowed, "--data", data).code == 0  # it shows less


def test_going_back_lasts_until_it_is_released(afterwise: Run, data: Path, sample: Path) -> None:
    first = current(data)
    afterwise("delete", EVALUATION, "--data", data)
    second = current(data)
    assert second != first
    assert afterwise("rollback", "--anyway", "--data", data, "--json").json == {
        "published": first,
        "pinned": first,
        "released": None,
    }
    waits = afterwise("index", "--rebuild", "--data", data)
    assert "waits" in waits.out
    assert current(data) == first
    listed = afterwise("generations", "--data", data, "--json").json["generations"]
    assert {one["name"]: (one["published"], one["pinned"]) for one in listed} == {
        first: (True, True),
        second: (False, False),
    }
    assert afterwise("rollback", "--release", "--data", data).code == 0
    assert current(data) == second
    assert current(data) != first


def test_nobody_goes_back_to_what_is_damaged(afterwise: Run, data: Path) -> None:
    first = current(data)
    assert first
    afterwise("delete", EVALUATION, "--data", data)
    second = current(data)
    with (folder_of(data, first) / "store.sqlite").open("r+b") as file:
        file.write(b"spoilt")
    refused = afterwise("rollback", "--data", data)
    assert refused.code == 1
    assert "store.sqlite is damaged" in refused.err
    assert current(data) == second
    assert not (data / "PINNED").exists()


def test_backup_and_restore(afterwise: Run, data: Path, tmp_path: Path) -> None:
    made = afterwise("backup", tmp_path / "b.tar", "--data", data, "--json")
    assert made.json["generation"] == current(data)
    assert afterwise("restore", tmp_path / "b.tar", "--data", tmp_path / "again").code == 0
    assert current(tmp_path / "again") == current(data)
    refused = afterwise("restore", tmp_path / "b.tar", "--data", data)
    assert refused.code == 1
    assert "is there already" in refused.err


def test_vacuum_frees_what_nobody_needs_and_says_so(afterwise: Run, data: Path, sample: Path) -> None:
    queue = JobQueue(data)
    with (sample / "lessons_learned.csv").open("rb") as stream:
        queue.accept(Task(kind="ingest", target="upload:l.csv", name="lessons_learned.csv"), stream)
    assert afterwise("vacuum", "--dry-run", "--data", data).code == 0
    assert len(queue.inbox.blobs()) == 1  # a job waits for it
    assert afterwise("work", "--once", "--data", data).out.count("done ingest l.csv") == 1
    old = [path.name for path in (data / "generations").iterdir() if path.name != current(data)]
    would = afterwise("vacuum", "--dry-run", "--data", data, "--json").json
    assert len(queue.inbox.blobs()) == 1
    freed = afterwise("vacuum", "--data", data, "--json").json
    assert [one["what"] for one in freed["freed"]] == [one["what"] for one in would["freed"]]
    assert {f"generation {name}" for name in old} <= {one["what"] for one in freed["freed"]}
    assert queue.inbox.blobs() == []
    assert [path.name for path in (data / "generations").iterdir()] == [current(data)]
    assert afterwise("search", "exit strategies", "--data", data).code == 0


def test_jobs_that_were_given_up_are_told_and_taken_up_again(afterwise: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    told = afterwise("work", "--watch", tmp_path / "w", "--every", "0.1", "--idle", "2.5", "--data", data)
    assert told.out.count("broken.pdf: ") == 1
    listed = afterwise("jobs", "--state", "dead", "--data", data, "--json").json
    assert (listed["counts"]["dead"], listed["jobs"][0]["source"]) == (1, "broken.pdf")
    (queue,) = [c for c in afterwise("doctor", "--data", data, "--json").json["checks"] if c["check"] == "queue"]
    assert not queue["ok"]
    assert "--retry" in queue["remedy"]
    again = afterwise("jobs", "--retry", "--data", data, "--json").json
    assert (again["jobs"][0]["state"], again["counts"]["queued"]) == ("queued", 1)
    assert "There is no job nothing" in afterwise("jobs", "nothing", "--data", data).err


def test_a_watched_folder_is_for_those_who_are_named(afterwise: Run, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "own.txt").write_text(
        "Lesson learned: The xylophone fund must be audited by the zither bureau each year."
    )
    asked = ("work", "--watch", folder, "--every", "0.1", "--idle", "2.5", "--visibility", "group:hr", "--data", data)
    assert "done ingest own.txt" in afterwise(*asked).out
    for options, found in ((("--as-group", "hr"), True), (("--as-group", "audit"), False), (("--public",), False)):
        told = afterwise("search", "xylophone fund", *options, "--data", data, "--json").json
        assert ("xylophone" in str(told["hits"])) is found, options
    assert "group:hr" in afterwise("audit", "--data", data).out
    assert "--watch" in afterwise("work", "--once", "--visibility", "internal", "--data", data).err
    assert afterwise("work", "--watch", folder, "--visibility", "group:", "--data", data).code == 2


def test_a_worker_that_stands_still_holds_up_no_search_and_loses_nothing(
    start: Run, afterwise: Run, data: Path, sample: Path
) -> None:
    """As on a disk that takes for ever: the worker is stopped while it has the folder, and goes on later."""
    queue = JobQueue(data)
    with (sample / "lessons_learned.csv").open("rb") as stream:
        task = Task(kind="ingest", target="upload:l.csv", name="lessons_learned.csv", visibility="internal")
        job = queue.accept(task, stream).job
    worker: subprocess.Popen[bytes] = start("work", "--once", "--data", data)
    until = time.monotonic() + 60
    while queue.counts()["running"] == 0 and queue.counts()["done"] == 0:
        assert time.monotonic() < until
        time.sleep(0.005)
    worker.send_signal(signal.SIGSTOP)
    assert afterwise("search", "exit strategies", "--data", data).code == 0
    if queue.counts()["running"]:
        assert "Another" in afterwise("index", "--rebuild", "--data", data).err
    worker.send_signal(signal.SIGCONT)
    assert worker.wait(60) == 0
    found = queue.job(job.id)
    assert found is not None
    assert (found.state, found.attempts) == ("done", 1)
