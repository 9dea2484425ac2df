"""Backups taken while generations are built and removed are whole, and miss nothing that was said to be done."""

from __future__ import annotations

import io
import threading
from pathlib import Path

from index.archive import backup, restore
from index.jobs.model import Task
from index.jobs.queue import JobQueue
from index.jobs.worker import Worker
from index.model import Document, Extraction, Kind, Part, Record
from index.opened import open_generation
from index.settings import IndexSettings

TURNS = 6


def body(number: int) -> bytes:
    document = Document(id=f"own:evaluation:{number}", publisher="own", title="Bridges")
    record = Record(
        id=f"own:lesson:{number}",
        local_id=str(number),
        document_id=document.id,
        kind=Kind.LESSON,
        parts=(Part(name="text", text=f"Bridge {number} needs paint before the rain."),),
    )
    return Extraction(documents=(document,), records=(record,)).model_dump_json().encode()


def test_a_backup_has_all_that_was_done_before_it(data: Path, tmp_path: Path) -> None:
    worker = Worker(data, IndexSettings(keep_generations=0))

    def work() -> None:
        for number in range(TURNS):
            task = Task(kind="ingest", target=f"upload:{number}", name=str(number), form="records")
            worker.queue.accept(task, io.BytesIO(body(number)))
            worker.turn()

    worker.queue.accept(
        Task(kind="ingest", target="upload:first", name="first", form="records"), io.BytesIO(body(1000))
    )
    worker.turn()
    working = threading.Thread(target=work)
    working.start()
    taken = 0
    while working.is_alive() or not taken:
        archive, again = tmp_path / f"{taken}.tar", tmp_path / f"again-{taken}"
        backup(data, archive)
        restore(archive, again)
        opened = open_generation(again)
        for job in JobQueue(again).jobs():
            if job.state == "done":
                number = 1000 if job.task.name == "first" else int(job.task.name)
                assert opened.store.record(f"own:lesson:{number}") is not None
        opened.store.close()
        taken += 1
    working.join()
    assert taken > 1
    assert worker.queue.counts()["done"] == TURNS + 1
