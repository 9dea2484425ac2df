"""Documents over the API: who may send, what is refused, and what becomes of the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.jobs.worker import Worker
from index.settings import IndexSettings
from service.access.audit import entries
from service.access.caller import Scope
from service.access.keys import KeyStore
from service.app import create_app
from service.settings import ServiceSettings

OWN: dict[str, Any] = {
    "source": "own",
    "documents": [{"id": "own:evaluation:1", "publisher": "own", "title": "Bridges"}],
    "records": [
        {
            "id": "own:lesson:1",
            "local_id": "1",
            "document_id": "own:evaluation:1",
            "kind": "lesson",
            "parts": [{"name": "text", "text": "Paint the bridge before the rain."}],
        }
    ],
}


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    """A service without a worker of its own, and a caller who may bring documents."""
    _, key = KeyStore(data).create("loader", [Scope.INGEST, Scope.SEARCH])
    settings = ServiceSettings(worker=False, largest_document=200_000, largest_request=50_000)
    with TestClient(create_app(data, settings), headers={"Authorization": f"Bearer {key}"}) as client:
        yield client


def work(client: TestClient, data: Path) -> None:
    """Do what is queued, and have the service look at it now and not within half a second."""
    Worker(data, IndexSettings()).turn()
    client.app.state.runtime.refresh()  # type: ignore[attr-defined]


def test_a_file_is_accepted_done_and_found(client: TestClient, data: Path, tmp_path: Path) -> None:
    text = b"Lesson learned: ferries need spare propellers before the monsoon season begins in the delta."
    files = {"file": ("../../ferries.json", b'[{"text": "%s"}]' % text)}
    mapping = 'publisher = "ferry"\n[record]\nkind = "lesson"\n[record.parts]\ntext = "text"\n'
    first = client.post("/v1/documents", files=files, data={"mapping": mapping})
    assert first.status_code == 202
    job = first.json()
    assert (job["state"], job["source"]) == ("queued", "ferries.json")
    assert first.headers["Location"] == f"/v1/jobs/{job['id']}"
    again = client.post("/v1/documents", files=files, data={"mapping": mapping})
    assert (again.status_code, again.json()["id"]) == (200, job["id"])
    work(client, data)
    done = client.get(f"/v1/jobs/{job['id']}").json()
    assert done["state"] == "done", done
    assert done["report"]["records"] == {"lesson": 1}
    hits = client.get("/v1/search", params={"q": "spare propellers for ferries"}).json()["hits"]
    assert "propellers" in hits[0]["text"]
    assert client.post("/v1/documents", files=files, data={"mapping": mapping}).status_code == 200
    assert next((e.who, e.action) for e in entries(data, 1))[1] == "ingest"


def test_records_come_and_go(client: TestClient, data: Path) -> None:
    assert client.post("/v1/documents", json=OWN).status_code == 202
    work(client, data)
    assert client.get("/v1/passages/own:lesson:1").status_code == 200
    gone = client.delete("/v1/documents/own:evaluation:1")
    assert (gone.status_code, gone.json()["document"]) == (202, "own:evaluation:1")
    work(client, data)
    for address in ("/v1/passages/own:lesson:1", "/p/own:lesson:1", "/v1/documents/own:evaluation:1"):
        assert client.get(address).status_code == 410, address
    assert client.delete("/v1/documents/own:evaluation:1").status_code == 200
    assert client.get("/v1/jobs").json()["counts"]["done"] == 2


def test_a_source_can_be_withdrawn(client: TestClient, data: Path) -> None:
    client.post("/v1/documents", json=OWN)
    work(client, data)
    assert client.delete("/v1/sources/own").status_code == 202
    work(client, data)
    assert client.get("/v1/passages/own:lesson:1").status_code == 410
    assert client.delete("/v1/sources/own").status_code == 404
    assert client.post("/v1/documents", json=OWN).status_code == 202  # it may come back


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("records", 0, "kind"), "wisdom", "records.0.kind"),
        (("records", 0, "document_id"), "own:evaluation:2", "records.0.document_id"),
        (("records", 0, "parts", 0, "text"), "", "records.0.parts.0.text"),
        (("documents", 0, "id"), "no identifier", "documents.0.id"),
        (("documents", 0, "mood"), "good", "documents.0.mood"),
        (("source",), "../a", "source"),
        (("visibility",), "group:", "visibility"),
    ],
)
def test_records_that_are_none_are_refused_by_their_field(
    client: TestClient, path: tuple[Any, ...], value: str, named: str
) -> None:
    body: Any = {**OWN, "records": [{**OWN["records"][0], "parts": [{**OWN["records"][0]["parts"][0]}]}]}
    body["documents"] = [{**OWN["documents"][0]}]
    place = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    answer = client.post("/v1/documents", json=body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]["message"]
    assert client.get("/v1/jobs").json()["jobs"] == []


def test_what_is_too_large_is_refused_by_its_own_bound(client: TestClient) -> None:
    assert client.post("/v1/documents", files={"file": ("a.txt", b"x" * 100_000)}).status_code == 202
    assert client.post("/v1/documents", files={"file": ("a.txt", b"x" * 300_000)}).status_code == 413
    assert client.post("/v1/search", content=b"x" * 100_000).status_code == 413


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ({"files": {"file": ("a.txt", b"x")}, "data": {"mood": "good"}}, "mood"),
        ({"files": {"other": ("a.txt", b"x")}}, "file"),
        ({"content": b"x", "headers": {"Content-Type": "text/plain"}}, "neither a form"),
        ({"files": {"file": ("a.txt", b"x")}, "params": {"mood": "good"}}, "mood"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, "oundary"),
    ],
)
def test_what_is_no_document_is_a_400(client: TestClient, keywords: dict[str, Any], said: str) -> None:
    answer = client.post("/v1/documents", **keywords)
    assert answer.status_code == 400
    assert said in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/v1/documents"),
        ("GET", "/v1/jobs"),
        ("GET", "/v1/jobs/1"),
        ("DELETE", "/v1/documents/own:evaluation:1"),
        ("DELETE", "/v1/sources/own"),
    ],
)
def test_nobody_without_the_scope_gets_in(client: TestClient, data: Path, method: str, address: str) -> None:
    _, reader = KeyStore(data).create("reader", [Scope.SEARCH])
    assert client.request(method, address, headers={"Authorization": ""}).status_code == 401
    assert client.request(method, address, headers={"Authorization": f"Bearer {reader}"}).status_code == 403


def as_key(data: Path, name: str, *groups: str) -> dict[str, str]:
    _, key = KeyStore(data).create(name, [Scope.INGEST, Scope.SEARCH], groups)
    return {"Authorization": f"Bearer {key}"}


def test_what_may_not_be_seen_cannot_be_deleted_and_is_not_there(client: TestClient, data: Path) -> None:
    member, other = as_key(data, "member", "hr"), as_key(data, "other", "audit")
    assert client.post("/v1/documents", json={**OWN, "visibility": "group:hr"}, headers=member).status_code == 202
    work(client, data)
    for address, nowhere in (
        ("/v1/documents/own:evaluation:1", "/v1/documents/own:evaluation:9"),
        ("/v1/sources/own", "/v1/sources/none"),
    ):
        told, nothing = (client.delete(one, headers=other) for one in (address, nowhere))
        assert told.status_code == nothing.status_code == 404
        name, other_name = address.rpartition("/")[2], nowhere.rpartition("/")[2]
        assert told.text.replace(name, "") == nothing.text.replace(other_name, "")
    assert client.delete("/v1/documents/own:evaluation:1", headers=member).status_code == 202
    work(client, data)
    assert client.delete("/v1/documents/own:evaluation:1", headers=other).status_code == 404
    assert client.delete("/v1/documents/own:evaluation:1", headers=as_key(data, "all", "*")).status_code == 200


def test_a_job_is_seen_by_those_who_sent_it_and_by_whoever_sees_all(client: TestClient, data: Path) -> None:
    one, other, every = as_key(data, "one"), as_key(data, "other"), as_key(data, "every", "*")
    job = client.post("/v1/documents", json=OWN, headers=one).json()["id"]

    def seen_by(key: dict[str, str]) -> tuple[int, int, int]:
        listed = client.get("/v1/jobs?state=queued", headers=key).json()
        return client.get(f"/v1/jobs/{job}", headers=key).status_code, len(listed["jobs"]), listed["counts"]["queued"]

    assert seen_by(other) == (404, 0, 0)
    assert seen_by(one) == seen_by(every) == (200, 1, 1)
    assert client.get(f"/v1/jobs/{job}", headers=other).text.replace(job, "") == (
        client.get("/v1/jobs/0123456789abcdef", headers=other).text.replace("0123456789abcdef", "")
    )
    assert client.post("/v1/documents", json=OWN, headers=other).json()["id"] == job  # who has the bytes may ask
    assert seen_by(other) == (200, 1, 1)


def test_what_is_not_there_is_a_404(client: TestClient) -> None:
    assert client.get("/v1/jobs/none").status_code == 404
    assert client.delete("/v1/documents/own:evaluation:9").status_code == 404
