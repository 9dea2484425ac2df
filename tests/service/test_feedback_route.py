"""POST /v1/feedback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.feedback.store import FeedbackStore
from service.settings import ServiceSettings

VOTE: dict[str, Any] = {
    "id": "ilo:lesson:910063:text-1",
    "query": "exit strategies",
    "rank": 1,
    "generation": "2e80bba3bacac8a1",
    "verdict": "useful",
}


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def service(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(data, ServiceSettings(feedback_limit=3))) as client:
        yield client


def test_a_vote_is_kept_with_query_rank_and_generation(service: TestClient, data: Path) -> None:
    response = service.post("/v1/feedback", json=VOTE | {"comment": " It names the hand-over. "})
    assert response.status_code == 201
    assert response.json() == {"record_id": "ilo:lesson:910063", "verdict": "useful"}
    (kept,) = FeedbackStore(data, most=3).votes()
    assert (kept.record, kept.passage) == ("ilo:lesson:910063", "ilo:lesson:910063:text-1")
    assert (kept.query, kept.rank, kept.generation) == ("exit strategies", 1, "2e80bba3bacac8a1")
    assert kept.comment == "It names the hand-over."


def test_addresses_and_numbers_of_people_are_not_kept(service: TestClient, data: Path) -> None:
    comment = "Ask someone@example.org or +41 22 730 1234."
    service.post("/v1/feedback", json=VOTE | {"id": "ilo:lesson:910063", "query": "a@example.org", "comment": comment})
    (kept,) = FeedbackStore(data, most=3).votes()
    assert kept.passage is None
    assert kept.query == "[e-mail removed]"
    assert kept.comment == "Ask [e-mail removed] or [phone removed]."
    assert b"example.org" not in (data / "feedback.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"verdict": "great"}, "verdict"),
        ({"rank": 0}, "rank"),
        ({"generation": "../etc"}, "generation"),
        ({"query": " "}, "query"),
        ({"query": "x" * 10_001}, "query"),
        ({"comment": "x" * 2_001}, "comment"),
        ({"coment": "typo"}, "coment"),
        ({"id": ""}, "id"),
    ],
)
def test_a_wrong_field_is_a_400_that_names_it(
    change: dict[str, Any], wrong: str, service: TestClient, data: Path
) -> None:
    response = service.post("/v1/feedback", json=VOTE | change)
    assert response.status_code == 400
    assert [one["parameter"] for one in response.json()["error"]["details"]["problems"]] == [wrong]
    assert FeedbackStore(data, most=3).votes() == []


def test_half_a_character_is_a_400(service: TestClient) -> None:
    body = (
        rb'{"id": "ilo:lesson:910063", "query": "exit \ud83d", "rank": 1, '
        rb'"generation": "2e80bba3bacac8a1", "verdict": "useful"}'
    )
    response = service.post("/v1/feedback", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400


def test_a_record_that_there_is_not_gets_no_vote(service: TestClient, data: Path) -> None:
    response = service.post("/v1/feedback", json=VOTE | {"id": "ilo:lesson:1"})
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")
    assert FeedbackStore(data, most=3).votes() == []


def test_more_votes_than_are_kept_are_refused(service: TestClient) -> None:
    answers = [service.post("/v1/feedback", json=VOTE) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 503]
    assert answers[-1].json()["error"]["code"] == "feedback_error"


def test_switched_off_there_is_no_such_endpoint(data: Path) -> None:
    with TestClient(create_app(data, ServiceSettings(feedback=False))) as client:
        assert client.post("/v1/feedback", json=VOTE).status_code == 404
    assert not (data / "feedback.sqlite").exists()
