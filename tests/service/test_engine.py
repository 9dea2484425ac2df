"""A service that searches in an engine: generations are swapped under load, and it outlives the engine's absence."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from index.backends.base import Backend
from index.backends.load import connect
from index.backends.projection import project
from index.generation import current
from index.indexer import index, index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.opened import open_generation
from index.progress import Silent
from index.settings import EngineSettings, IndexSettings
from service.app import create_app
from service.doctor import examine
from service.settings import ServiceSettings

PATIENCE = 60  # seconds
GENERATIONS = 3
Engines = Callable[[str], EngineSettings]


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the sample's data folder that a test may change."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[EngineSettings], Backend]:
    """Has the settings name an engine."""

    def chosen(settings: EngineSettings) -> Backend:
        monkeypatch.setenv("AFTERWISE_ENGINE", settings.engine)
        monkeypatch.setenv("AFTERWISE_ENGINE_NAME", settings.engine_name)
        return connect(EngineSettings())

    return chosen


def add(data: Path, number: int) -> str:
    """Index one more record; the name of the generation."""
    document = Document(id="swap:evaluation:1", publisher="swap", title="Zeppelins", language="en")
    record = Record(
        id=f"swap:lesson:{number}", local_id=str(number), document_id=document.id, kind=Kind.LESSON,
        parts=(Part(name="text", text=f"Zeppelin {number} must be moored before the wind turns.", language="en"),),
    )  # fmt: skip
    return index_extraction(
        f"source {number}", Extraction(documents=(document,), records=(record,)), data, IndexSettings()
    ).name


@pytest.mark.parametrize("kind", ["milvus-lite server", "cluster"])
def test_generations_in_a_row_fail_no_request(
    data: Path, engines: Engines, choose: Callable[[EngineSettings], Backend], kind: str
) -> None:
    backend = choose(engines(kind))
    first = index([], data, IndexSettings()).generation
    expected, seen, faults, over = {first: 0}, [], [], threading.Event()
    with TestClient(create_app(data, ServiceSettings(worker=False))) as client:

        def ask() -> None:
            while not over.is_set():
                answer = client.get("/v1/search?q=zeppelin+moored&limit=50&per_evaluation=0")
                if answer.status_code == 200:
                    body = answer.json()
                    count = sum(hit["record_id"].startswith("swap:") for hit in body["hits"])
                    seen.append((body["generation"], count + sum(len(hit["also"]) for hit in body["hits"][:1])))
                else:
                    faults.append(answer.text)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(1, GENERATIONS + 1):
            name = add(data, number)
            expected[name] = number
            until = time.monotonic() + PATIENCE
            while name not in {generation for generation, _ in list(seen)} and time.monotonic() < until:
                time.sleep(0.05)
        over.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert {generation for generation, _ in seen} == set(expected)
    assert backend.published() == current(data) == name


def test_an_engine_that_goes_is_said_and_one_that_comes_back_is_used(
    data: Path,
    tmp_path: Path,
    choose: Callable[[EngineSettings], Backend],
    milvus: Callable[..., AbstractContextManager[int]],
) -> None:
    with milvus(tmp_path / "engine") as port:
        settings = EngineSettings(engine=f"http://127.0.0.1:{port}")
        backend = choose(settings)
        project(open_generation(data), backend, Silent())
        client = TestClient(create_app(data, ServiceSettings(worker=False)), raise_server_exceptions=False)
        before = client.get("/v1/search?q=exit+strategies").json()
        assert before["hits"]
    gone = client.get("/v1/search?q=exit+strategies")
    assert gone.status_code == 503
    assert gone.json()["error"]["code"] == "engine_error"
    assert "afterwise doctor" in gone.json()["error"]["hint"]
    with milvus(tmp_path / "engine", port):
        until = time.monotonic() + PATIENCE
        while (again := client.get("/v1/search?q=exit+strategies")).status_code == 503 and time.monotonic() < until:
            time.sleep(0.2)
        assert again.json()["hits"] == before["hits"]


def finding(data: Path, check: str) -> tuple[bool, str, str]:
    (found,) = [one for one in examine(data) if one.check == check]
    return found.ok, found.found, found.remedy


def test_doctor_names_each_fault_of_an_engine_with_a_remedy(
    data: Path,
    engines: Engines,
    choose: Callable[[EngineSettings], Backend],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backend = choose(engines("milvus-lite"))
    ok, found, remedy = finding(data, "engine alias")
    assert not ok
    assert "has no alias" in found
    assert remedy == f"Copy the index there: afterwise migrate --data {data}"
    first = index([], data, IndexSettings()).generation
    for check in ("engine", "engine alias", "engine collection"):
        ok, found, remedy = finding(data, check)
        assert ok
        assert not remedy
    with monkeypatch.context() as alone:
        alone.delenv("AFTERWISE_ENGINE")
        second = add(data, 1)
    ok, found, remedy = finding(data, "engine alias")
    assert not ok
    assert found == f"the engine is behind: its alias names generation {first}, the data folder {second}."
    assert "afterwise migrate" in remedy
    project(open_generation(data), backend, Silent())
    backend.delete(second, np.array([0]))
    ok, found, remedy = finding(data, "engine collection")
    passages = open_generation(data).manifest.passages
    assert not ok
    assert found == f"generation {second} has {passages:,} passages, and the engine {passages - 1:,} of them."
    assert remedy == f"Write them again: afterwise migrate --rewrite --data {data}"
    monkeypatch.setenv("AFTERWISE_ENGINE", "http://127.0.0.1:9")
    monkeypatch.setenv("AFTERWISE_ENGINE_TIMEOUT", "0.5")
    ok, found, remedy = finding(data, "engine")
    assert not ok
    assert "cannot be reached" in found
    assert "AFTERWISE_ENGINE" in remedy
    assert finding(data, "engine alias")[:2] == (True, "not known: see the engine")
