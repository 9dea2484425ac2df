"""GET /v1/export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.exports import EXPORTS
from service.exports.result import Result
from service.settings import ServiceSettings

QUESTION = {"q": "what worked for exit strategies", "kind": ["lesson", "recommendation"], "year": "2015-"}


@pytest.fixture(scope="module")
def narrow(sample_data: Path) -> Iterator[TestClient]:
    """A service that exports three records at most and is reached under another name."""
    settings = ServiceSettings(export_limit=3, public_url="https://lessons.example.org/search/")
    with TestClient(create_app(sample_data, settings)) as client:
        yield client


def rows_of(client: TestClient, **parameters: Any) -> list[dict[str, str]]:
    response = client.get("/v1/export", params={**QUESTION, "format": "csv", **parameters})
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_is_a_file_with_a_name(name: str, client: TestClient) -> None:
    response = client.get("/v1/export", params={**QUESTION, "format": name})
    assert response.status_code == 200
    assert response.headers["Content-Type"].partition(";")[0] == EXPORTS[name].media_type  # type: ignore[index]
    named = f'attachment; filename="afterwise-what-worked-for-exit-strategies.{EXPORTS[name].suffix}"'  # type: ignore[index]
    assert response.headers["Content-Disposition"] == named
    assert response.content
    assert client.head("/v1/export", params={**QUESTION, "format": name}).content == b""


def test_a_file_holds_what_all_pages_of_the_search_show(client: TestClient) -> None:
    rows = rows_of(client)
    found: list[str] = []
    for offset in (0, 10, 20, 30, 40):
        search = {**QUESTION, "per_evaluation": 0, "offset": offset}
        found += [hit["record_id"] for hit in client.get("/v1/search", params=search).json()["hits"]]
    assert len(found) > 10
    assert [row["record_id"] for row in rows] == found
    assert {row["export_filters"] for row in rows} == {"kind: lesson, recommendation; year: 2015-"}


def test_options_of_the_search_reach_it(client: TestClient) -> None:
    years = [int(row["year"]) for row in rows_of(client, sort="newest")]
    assert years == sorted(years, reverse=True)
    assert len(rows_of(client, per_evaluation=1)) < len(years)
    assert {row["kind"] for row in rows_of(client, kind="lesson")} == {"lesson"}


def test_a_cut_file_says_so_in_itself(narrow: TestClient) -> None:
    rows = rows_of(narrow)
    assert len(rows) == 3
    assert rows[0]["export_records"].startswith("Cut: 3 of ")
    head = json.loads(narrow.get("/v1/export", params={**QUESTION, "format": "jsonl"}).text.splitlines()[0])
    assert (head["cut"], head["records"]) == (True, 3)
    assert head["total"] > 3


def test_permalinks_begin_with_the_address_of_the_service(client: TestClient, narrow: TestClient) -> None:
    row = rows_of(client)[0]
    assert row["permalink"] == f"http://testserver/p/{row['record_id']}"
    row = rows_of(narrow)[0]
    assert row["permalink"] == f"https://lessons.example.org/search/p/{row['record_id']}"


def test_a_result_of_nothing_is_a_file_too(client: TestClient) -> None:
    response = client.get("/v1/export", params={"q": "tuning a violin for baroque music", "format": "jsonl"})
    (line,) = response.text.splitlines()
    assert "No strong evidence" in json.loads(line)["note"]


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({"q": "exit"}, "format"),
        ({"q": "exit", "format": "pdf"}, "format"),
        ({"format": "csv"}, "q"),
        ({"q": "exit", "format": "csv", "limit": "5"}, "limit"),
        ({"q": "exit", "format": "csv", "offset": "5"}, "offset"),
        ({"q": "exit", "format": "csv", "explain": "true"}, "explain"),
    ],
)
def test_a_wrong_or_unknown_parameter_is_a_400_that_names_it(
    parameters: dict[str, str], wrong: str, client: TestClient
) -> None:
    response = client.get("/v1/export", params=parameters)
    assert response.status_code == 400
    assert [one["parameter"] for one in response.json()["error"]["details"]["problems"]] == [wrong]


def test_a_query_that_cannot_be_run_is_an_error_and_no_file(client: TestClient) -> None:
    response = client.get("/v1/export", params={"q": "", "format": "docx"})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_query")


@pytest.mark.parametrize("name", EXPORTS)
def test_a_file_is_whole_before_its_answer_begins(
    name: str, sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place to compute is given back when an answer begins: what were made later would be made without one."""
    computing: list[float | None] = []
    with TestClient(create_app(sample_data, ServiceSettings(warm=False))) as client:
        measures = client.app.state.measures.registry  # type: ignore[attr-defined]
        told = EXPORTS[name]  # type: ignore[index]

        def watched(result: Result) -> Iterator[bytes]:
            for piece in told.write(result):
                computing.append(measures.get_sample_value("afterwise_requests_computing"))
                yield piece
            computing.append(measures.get_sample_value("afterwise_requests_computing"))

        monkeypatch.setitem(EXPORTS, name, told._replace(write=watched))  # type: ignore[arg-type]
        response = client.get("/v1/export", params={**QUESTION, "format": name})
    assert set(computing) == {1.0}
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.content
