"""What was deleted or hidden leaves no trace for those who did not see it, and is not taken for gone while it shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.generation import current, go_back, release
from index.indexer import index
from index.jobs.model import Task
from index.jobs.queue import JobQueue
from index.jobs.worker import Worker
from index.settings import IndexSettings
from service.access.caller import Scope
from service.access.keys import KeyStore
from service.app import create_app
from service.doctor import examine
from service.settings import ServiceSettings

OPENED = (
    "/v1/passages/own:lesson:1",
    "/v1/documents/own:evaluation:1",
    "/p/own:lesson:1",
    "/v1/stats",
    "/v1/search?q=rain",
)


def own(source: str, visibility: str = "public", name: str = "own") -> dict[str, Any]:
    """A source with one document and one record."""
    part = {"name": "text", "text": "Paint the bridge before the rain.", "language": "en"}
    lesson = {"id": f"{name}:lesson:1", "local_id": "1", "document_id": f"{name}:evaluation:1", "kind": "lesson"}
    return {
        "source": source,
        "documents": [{"id": f"{name}:evaluation:1", "publisher": "own", "title": "Bridges", "visibility": visibility}],
        "records": [{**lesson, "parts": [part]}],
    }


class Service:
    """A service whose jobs are done at once, asked with keys of any groups."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.client = TestClient(create_app(data, ServiceSettings(worker=False)), raise_server_exceptions=False)

    def key(self, *groups: str) -> dict[str, str]:
        store = KeyStore(self.data)
        _, text = store.create(f"key {len(store.all())}", [Scope.INGEST, Scope.SEARCH], groups)
        return {"Authorization": f"Bearer {text}"}

    def work(self) -> None:
        Worker(self.data, IndexSettings()).turn()
        self.client.app.state.runtime.refresh()  # type: ignore[attr-defined]

    def send(self, body: dict[str, Any], key: dict[str, str]) -> dict[str, Any]:
        job = self.client.post("/v1/documents", json=body, headers=key).json()["id"]
        self.work()
        return dict(self.client.get(f"/v1/jobs/{job}", headers=key).json())

    def public(self) -> list[tuple[int, str]]:
        """What somebody without a key is answered."""
        answers = [self.client.get(one) for one in OPENED]
        return [(one.status_code, one.text) for one in answers]


@pytest.fixture
def service(data: Path) -> Iterator[Service]:
    made = Service(data)
    with made.client:
        yield made


def test_what_was_withdrawn_openly_stays_so_where_it_comes_back_hidden(service: Service) -> None:
    """Byte for byte what a service says to which it never came back, also after it went again."""
    every = service.key("*")
    service.send(own("own"), every)
    service.client.delete("/v1/documents/own:evaluation:1", headers=every)
    service.work()
    before = service.public()
    assert [status for status, _ in before[:3]] == [410, 410, 410]
    JobQueue(service.data).accept(Task(kind="restore", target="own:evaluation:1", name="own:evaluation:1"))
    service.work()
    assert [status for status, _ in service.public()[:3]] == [410, 410, 410]
    service.send(own("theirs", "group:hr"), every)
    assert service.public() == before
    member = service.key("hr")
    assert service.client.get(OPENED[0], headers=member).status_code == 200
    service.client.delete("/v1/sources/theirs", headers=every)
    service.work()
    assert service.public() == before
    service.send(own("own again"), every)
    assert [status for status, _ in service.public()[:3]] == [200, 200, 200]


def test_no_problem_tells_a_loader_of_what_was_deleted_hidden(service: Service) -> None:
    every, loader = service.key("*"), service.key()
    service.send(own("theirs", "group:hr"), every)
    service.client.delete("/v1/documents/own:evaluation:1", headers=every)
    service.work()
    new = service.send(own("mine", name="new"), loader)
    told = service.send(own("mine too"), loader)
    assert told["report"] == new["report"]
    job = service.client.get(f"/v1/jobs/{told['id']}", headers=every).json()
    assert "This was deleted on" in job["report"]["problems"][0]["reason"]


def test_an_open_deletion_is_told(service: Service) -> None:
    loader = service.key()
    service.send(own("own"), loader)
    service.client.delete("/v1/documents/own:evaluation:1", headers=loader)
    service.work()
    (problem,) = service.send(own("again"), loader)["report"]["problems"]
    assert problem["record_id"] == "own:evaluation:1"


def test_a_job_names_the_whole_generation_to_those_alone_who_see_it(service: Service) -> None:
    every, loader = service.key("*"), service.key()
    assert service.send(own("own"), loader)["generation"] is None
    (listed,) = service.client.get("/v1/jobs", headers=loader).json()["jobs"]
    assert listed["generation"] is None
    (listed,) = service.client.get("/v1/jobs", headers=every).json()["jobs"]
    assert listed["generation"] == current(service.data)


def test_a_source_stays_hidden_after_its_documents_were_deleted(service: Service) -> None:
    every, loader = service.key("*"), service.key()
    service.send(own("theirs", "group:hr"), every)
    assert service.client.delete("/v1/sources/theirs", headers=loader).status_code == 404
    service.client.delete("/v1/documents/own:evaluation:1", headers=every)
    service.work()
    assert service.client.delete("/v1/sources/theirs", headers=loader).status_code == 404
    assert service.client.delete("/v1/sources/theirs", headers=service.key("hr")).status_code == 202


def test_what_a_pinned_generation_still_shows_is_not_said_to_be_gone(service: Service) -> None:
    every = service.key("*")
    service.send(own("own"), every)
    pinned = current(service.data)
    assert pinned
    go_back(service.data, pinned)
    before = service.client.get("/v1/jobs", headers=every).json()["jobs"][0]
    assert (before["published"], before["hint"]) == (True, "")
    job = service.client.delete("/v1/documents/own:evaluation:1", headers=every).json()
    assert (job["published"], job["hint"]) == (False, "")
    service.work()
    done = service.client.get(f"/v1/jobs/{job['id']}", headers=every).json()
    assert (done["state"], done["published"]) == ("done", False)
    assert "afterwise rollback --release" in done["hint"]
    assert service.client.get(OPENED[0]).status_code == 200  # as it says
    assert service.client.get("/readyz", headers=every).json()["still_shown"] == 1
    assert service.client.get("/readyz").json()["still_shown"] is None
    (finding,) = [one for one in examine(service.data) if one.check == "pin"]
    assert not finding.ok
    assert "shows 1 documents" in finding.found
    release(service.data)
    index([], service.data, IndexSettings())
    service.client.app.state.runtime.refresh()  # type: ignore[attr-defined]
    done = service.client.get(f"/v1/jobs/{job['id']}", headers=every).json()
    assert (done["published"], done["hint"]) == (True, "")
    assert service.client.get(OPENED[0]).status_code == 410
    assert service.client.get("/readyz", headers=every).json()["still_shown"] is None
