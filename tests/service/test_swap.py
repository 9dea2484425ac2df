"""New generations under load: no request fails, and every answer is of one generation alone."""

from __future__ import annotations

import io
import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
import uvicorn

from index.generation import current
from index.jobs.model import Task
from index.jobs.worker import Worker
from index.model import Document, Extraction, Kind, Part, Record
from index.settings import IndexSettings
from service.app import create_app
from service.settings import ServiceSettings

GENERATIONS = 6
CLIENTS = 4
PATIENCE = 30  # seconds until a generation must be seen
PAIR = 2  # records that each generation adds


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def port(data: Path) -> Iterator[int]:
    """A real server in a thread, on a free port."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(data, ServiceSettings(worker=False)), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield int(listening.getsockname()[1])
    server.should_exit = True
    thread.join()
    listening.close()


def extraction(upto: int) -> Extraction:
    """Pairs of records 1 to `upto`, all of which say when they came."""
    document = Document(id="swap:evaluation:1", publisher="swap", title="Zeppelins")
    records = tuple(
        Record(
            id=f"swap:lesson:{number}{side}",
            local_id=f"{number}{side}",
            document_id=document.id,
            kind=Kind.LESSON,
            parts=(Part(name="text", text=f"Zeppelin {number}{side} must be moored before the wind turns."),),
        )
        for number in range(1, upto + 1)
        for side in "ab"
    )
    return Extraction(documents=(document,), records=records)


def test_generations_in_a_row_fail_no_request_and_mix_nothing(data: Path, port: int) -> None:
    expected: dict[str | None, int] = {current(data): 0}
    seen: list[tuple[str, int]] = []
    faults: list[str] = []
    over = threading.Event()

    def ask() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        while not over.is_set():
            connection.request("GET", "/v1/search?q=zeppelin+moored&limit=50&per_evaluation=0")
            answer = connection.getresponse()
            body = json.loads(answer.read())
            if answer.status == 200:
                seen.append((body["generation"], sum(1 + len(hit["also"]) for hit in body["hits"])))
            else:
                faults.append(f"{answer.status} {body}")
        connection.close()

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    worker = Worker(data, IndexSettings(keep_generations=0))
    for number in range(1, GENERATIONS + 1):
        body = extraction(number).model_dump_json().encode()
        task = Task(kind="ingest", target="upload:swap", name="swap", form="records")
        worker.queue.accept(task, io.BytesIO(body))
        (job,) = worker.turn()
        assert job.state == "done"
        expected[job.generation] = PAIR * number
        until = time.monotonic() + PATIENCE  # the service looks twice a second, and opens beside its answers
        while job.generation not in {generation for generation, _ in list(seen)} and time.monotonic() < until:
            time.sleep(0.05)
    over.set()
    for client in clients:
        client.join()
    assert faults == []
    assert {generation for generation, _ in seen} == set(expected)
    assert {(generation, count) for generation, count in seen} == set(expected.items())
    assert [path.name for path in (data / "generations").iterdir()] == [current(data)]  # the old ones were pruned
