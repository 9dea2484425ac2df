"""GET /v1/passages/{id} with its citation and what is similar, /v1/documents/{id}, and that permalinks last."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.indexer import index
from index.settings import IndexSettings
from retrieval.citations import FORMATS
from retrieval.lookup import DocumentView, RecordView
from retrieval.similar import SimilarRecords
from service.app import create_app

SAMPLE = Path(__file__).parents[2] / "eval_sets" / "sample"


def test_a_record_is_found_by_its_identifier_and_by_its_passages(client: TestClient) -> None:
    record = client.get("/v1/passages/ilo:lesson:910063")
    assert record.status_code == 200
    view = RecordView.model_validate(record.json())
    passage = client.get(f"/v1/passages/{view.passages[0].id}").json()
    assert passage == record.json() | {"passage_id": view.passages[0].id}


def test_every_link_of_an_answer_leads_somewhere(client: TestClient) -> None:
    for hit in client.get("/v1/search", params={"q": "exit strategies", "limit": 5}).json()["hits"]:
        assert client.get(f"/v1/passages/{hit['id']}").json()["id"] == hit["record_id"]
        document = client.get(f"/v1/documents/{hit['document']['id']}")
        assert hit["record_id"] in [record["id"] for record in document.json()["records"]]
        for link in (hit, *hit["linked"], *hit["also"]):
            assert client.get(link["permalink"]).status_code == 200


def test_a_document_has_every_field_of_the_contract(client: TestClient) -> None:
    response = client.get("/v1/documents/ilo:evaluation:900124")
    assert response.status_code == 200
    assert DocumentView.model_validate(response.json()).records


@pytest.mark.parametrize(
    "path",
    [
        "/v1/passages/ilo:lesson:1",
        "/v1/documents/ilo:evaluation:1",
        "/v1/passages/ilo:lesson:1/similar",
        "/v1/passages/%00",
        "/v1/passages/%ED%A0%80",
    ],
)
def test_what_never_was_is_a_404_with_a_hint(path: str, client: TestClient) -> None:
    response = client.get(path)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (404, "not_found")
    assert "Identifiers look like" in error["hint"]


def test_a_withdrawn_record_is_a_410_until_its_source_has_it_again(tmp_path: Path) -> None:
    source, data = tmp_path / "lessons_learned.csv", tmp_path / "data"
    with (SAMPLE / source.name).open(encoding="utf-8", newline="") as stream:
        columns, *rows = csv.reader(stream)
    number = columns.index("Lessons learned ID")
    rows = [row for row in rows if row[number] in {"910001", "910002"}]

    def publish(some: list[list[str]]) -> None:
        with source.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([columns, *some])
        index([source], data, IndexSettings())
        app.state.runtime.refresh()

    app = create_app(data)
    publish(rows)
    with TestClient(app, follow_redirects=False) as client:
        passage = client.get("/v1/passages/ilo:lesson:910002").json()["passages"][0]["id"]
        publish([row for row in rows if row[number] != "910002"])
        for name in ("ilo:lesson:910002", passage):
            response = client.get(f"/v1/passages/{name}")
            assert (response.status_code, response.json()["error"]["code"]) == (410, "withdrawn")
            page = client.get(f"/p/{name}")
            assert page.status_code == 410
            assert "This record was withdrawn" in page.text
        assert client.get("/v1/passages/ilo:lesson:910001").status_code == 200
        publish(rows)
        assert client.get(f"/v1/passages/{passage}").status_code == 200


def test_a_record_is_cited_in_every_format(client: TestClient) -> None:
    path = "/v1/passages/ilo:lesson:910063/citation"
    plain = client.get(path)
    assert plain.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert plain.text == client.get("/v1/passages/ilo:lesson:910063").json()["citation"] + "\n"
    for name, chosen in FORMATS.items():
        response = client.get(path, params={"format": name})
        assert response.status_code == 200
        assert response.headers["Content-Type"] == f"{chosen.media_type}; charset=utf-8"
        assert response.headers["Content-Disposition"] == f'inline; filename="ilo-lesson-910063.{chosen.suffix}"'
        assert "910063" in response.text


def test_a_passage_is_cited_as_its_record(client: TestClient) -> None:
    of_record = client.get("/v1/passages/ilo:lesson:910063/citation?format=ris")
    assert client.get("/v1/passages/ilo:lesson:910063:text-1/citation?format=ris").text == of_record.text


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/passages/ilo:lesson:1/citation", 404, "not_found"),
        ("/v1/passages/ilo:lesson:910063/citation?format=mla", 400, "bad_request"),
        ("/v1/passages/ilo:lesson:910063/citation?fromat=ris", 400, "bad_request"),
    ],
)
def test_what_cannot_be_cited_is_an_error(path: str, status: int, code: str, client: TestClient) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_similar_records_are_of_other_evaluations_and_lead_somewhere(client: TestClient) -> None:
    response = client.get("/v1/passages/ilo:lesson:910063/similar?limit=3")
    found = SimilarRecords.model_validate(response.json())
    assert 0 < len(found.similar) <= 3
    assert all(one.document.id != "ilo:evaluation:900124" for one in found.similar)
    assert all(client.get(one.permalink).status_code == 200 for one in found.similar)


def test_a_parameter_that_similar_records_do_not_have_is_an_error(client: TestClient) -> None:
    assert client.get("/v1/passages/ilo:lesson:910063/similar?limt=3").status_code == 400
