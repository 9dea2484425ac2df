"""POST /v1/brief and /v1/brief/export."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from retrieval.brief.answer import Brief, BriefEvent
from service.app import create_app
from service.brief.whole import whole
from service.settings import ServiceSettings

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def answered(client: TestClient, draft: str) -> dict[str, Any]:
    """What the service says of the draft."""
    response = client.post("/v1/brief", json={"text": draft})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def items_of(brief: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for part in (*brief["sections"], *brief["warnings"]) for item in part["items"]]


def test_a_draft_gets_cited_evidence(answered: dict[str, Any], client: TestClient) -> None:
    brief = Brief.model_validate(answered)
    items = items_of(answered)
    assert items
    assert sorted(item["number"] for item in items) == list(range(1, len(items) + 1))
    assert brief.generation == client.get("/readyz").json()["generation"]
    for section in brief.sections:
        assert bool(section.items) != bool(section.message)


def test_nobody_may_keep_the_answer(client: TestClient, draft: str) -> None:
    for path in ("/v1/brief", "/v1/brief?stream=true", "/v1/brief?format=docx"):
        response = client.post(path, json={"text": draft})
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("asked", [{"params": {"stream": "true"}}, {"headers": {"Accept": "application/x-ndjson"}}])
def test_the_stream_brings_the_same_brief_piece_by_piece(
    asked: dict[str, Any], answered: dict[str, Any], client: TestClient, draft: str
) -> None:
    response = client.post("/v1/brief", json={"text": draft}, **asked)
    assert response.headers["Content-Type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in response.text.splitlines()]
    kinds = [line["event"] for line in lines]
    assert kinds == ["started", *["section"] * len(answered["sections"]), "warnings", "finished"]
    events = [TypeAdapter(BriefEvent).validate_python(line) for line in lines]
    assert whole(events).model_dump(mode="json") == answered


@pytest.mark.parametrize("name", ["draft.txt", "draft.html", "draft.docx"])
def test_a_file_is_read_like_its_text(
    name: str, client: TestClient, draft: str, word_file: Callable[[str], bytes]
) -> None:
    paragraphs = "".join(
        f"<h1>{block}</h1>" if len(block) < 60 else f"<p>{block}</p>" for block in draft.strip().split("\n\n")
    )
    content = {
        "draft.txt": draft.encode(),
        "draft.html": f"<!doctype html><html><body>{paragraphs}</body></html>".encode(),
        "draft.docx": word_file(draft),
    }[name]
    response = client.post("/v1/brief", files={"file": (name, content)})
    assert response.status_code == 200, response.text
    assert items_of(response.json())


def test_a_form_with_a_text_is_a_draft_too(answered: dict[str, Any], client: TestClient, draft: str) -> None:
    # As a browser sends it: lines end with CR LF, and the field for a file is there and empty.
    response = client.post("/v1/brief", files={"file": ("", b"")}, data={"text": draft.replace("\n", "\r\n")})
    assert response.json() == answered


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"json": {}}, "text: Field required"),
        ({"json": {"text": ""}}, "text"),
        ({"json": {"text": " \n "}}, "text"),
        ({"json": {"text": "Exit", "kind": "lesson"}}, "kind"),
        ({"json": ["Exit"]}, "body"),
        ({"content": b"{", "headers": JSON}, "body"),
        ({"content": b"Exit strategy"}, "Content-Type"),
        ({"data": {"text": "Exit"}}, "application/x-www-form-urlencoded"),
        ({"files": {"other": ("a.txt", b"Exit")}}, "other"),
        ({"files": {"file": ("a.txt", b"")}}, "empty"),
        ({"files": {"file": ("a.txt", b"Exit")}, "data": {"text": "Exit"}}, "one draft at a time"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, "form"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=y"}}, ""),
    ],
)
def test_what_brings_no_draft_is_a_400_that_says_what_to_send(
    sent: dict[str, Any], told: str, client: TestClient
) -> None:
    response = client.post("/v1/brief", **sent)
    assert response.status_code == 400, response.text
    error = response.json()["error"]
    assert error["code"] == "bad_draft"
    assert told in error["message"]
    assert error["hint"]


def test_a_broken_file_is_a_400_that_names_it(client: TestClient) -> None:
    response = client.post("/v1/brief", files={"file": ("plan.docx", b"PK\x03\x04 broken beyond repair")})
    assert response.status_code == 400, response.text
    assert "plan.docx" in response.json()["error"]["message"]


def test_an_unknown_parameter_is_a_400(client: TestClient) -> None:
    response = client.post("/v1/brief?formt=docx", json={"text": "Exit"})
    assert response.status_code == 400
    assert "formt" in response.json()["error"]["message"]


def test_a_draft_that_is_too_large_is_a_413(sample_data: Path) -> None:
    settings = ServiceSettings(largest_request=1_000, largest_draft=5_000)
    with TestClient(create_app(sample_data, settings)) as client:
        assert client.post("/v1/brief", json={"text": "Exit strategy. " * 100}).status_code == 200
        response = client.post("/v1/brief", json={"text": "Exit strategy. " * 1_000})
    assert response.status_code == 413
    assert "5,000 bytes" in response.json()["error"]["message"]


def test_where_there_is_no_index_it_is_a_503(empty_client: TestClient) -> None:
    assert empty_client.post("/v1/brief", json={"text": "Exit"}).status_code == 503


@pytest.mark.parametrize(
    ("format_", "media_type", "begins"),
    [
        ("docx", "application/vnd.openxmlformats", b"PK"),
        ("markdown", "text/markdown", b"# "),
        ("json", "application/json", b"{"),
    ],
)
def test_a_finished_brief_becomes_a_file(
    format_: str, media_type: str, begins: bytes, answered: dict[str, Any], client: TestClient
) -> None:
    response = client.post("/v1/brief/export", params={"format": format_}, json=answered)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"].startswith(media_type)
    assert "afterwise-brief-" in response.headers["Content-Disposition"]
    assert response.content.startswith(begins)


def test_one_request_is_enough_for_a_file(client: TestClient, draft: str, answered: dict[str, Any]) -> None:
    response = client.post("/v1/brief", params={"format": "docx", "language": "es"}, json={"text": draft})
    texts = [one.text for one in docx.Document(io.BytesIO(response.content)).paragraphs]
    assert texts[0] == "Lecciones para su borrador"
    assert all(line in texts for item in items_of(answered) for line in item["hit"]["text"].split("\n") if line.strip())


def test_a_forged_quotation_is_a_409(answered: dict[str, Any], client: TestClient) -> None:
    forged = json.loads(json.dumps(answered))
    items_of(forged)[0]["hit"]["text"] = "Everything worked."
    response = client.post("/v1/brief/export", params={"format": "docx"}, json=forged)
    assert response.status_code == 409
    assert response.json()["error"]["code"] == "brief_changed"


def test_openapi_describes_both(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    made = paths["/v1/brief"]["post"]
    assert set(made["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    assert {"application/json", "application/x-ndjson", "text/markdown"} <= set(made["responses"]["200"]["content"])
    for path in ("/v1/brief", "/v1/brief/export"):
        assert {"200", "400", "409", "413", "503", "default"} <= set(paths[path]["post"]["responses"])


@pytest.fixture
def single(sample_data: Path) -> Iterator[TestClient]:
    """A service with one place for briefs."""
    with TestClient(create_app(sample_data, ServiceSettings(briefs_at_once=1))) as client:
        yield client


def test_where_all_places_are_taken_it_is_a_503_with_a_time_to_come_back(single: TestClient, draft: str) -> None:
    place = single.app.state.desk._free  # type: ignore[attr-defined]
    assert place.acquire(blocking=False)
    response = single.post("/v1/brief", json={"text": draft})
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "brief_busy"
    assert int(response.headers["Retry-After"]) > 0
    place.release()
    assert single.post("/v1/brief", json={"text": draft}).status_code == 200
