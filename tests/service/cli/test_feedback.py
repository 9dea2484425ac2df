"""`afterwise feedback export`, from a vote to a measurement."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.app import create_app

Run = Callable[..., Any]


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A data folder where readers liked the first two hits of a search and not the third."""
    data = Path(shutil.copytree(sample_data, tmp_path / "data"))
    with TestClient(create_app(data)) as client:
        answer = client.get("/v1/search", params={"q": "exit strategies", "limit": 3}).json()
        for hit, verdict in zip(answer["hits"], ["useful", "useful", "not_useful"], strict=True):
            vote = {"id": hit["id"], "query": "exit strategies", "rank": hit["rank"], "verdict": verdict}
            client.post("/v1/feedback", json=vote | {"generation": answer["generation"]}).raise_for_status()
    return data


def test_votes_measure_the_ranking_that_they_were_given_on(afterwise: Run, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "votes"
    done = afterwise("feedback", "export", "--to", folder, "--data", data, "--json")
    assert done.json == {"folder": str(folder), "votes": 3, "queries": 1, "judgments": 3, "undecided": 0, "gone": 0}
    measured = afterwise("evaluate", "--data", data, "--set", folder, "--json")
    assert measured.code == 0
    assert measured.json["measures"]["nDCG@10"]["mean"] == 1


def test_without_votes_it_says_what_to_do(afterwise: Run, sample_data: Path, tmp_path: Path) -> None:
    done = afterwise("feedback", "export", "--to", tmp_path / "votes", "--data", sample_data)
    assert done.code == 1
    assert "Of 0 votes none leaves a record judged useful" in done.err
    assert "Ask readers" in done.err


def test_people_read_what_was_left_out(afterwise: Run, data: Path, tmp_path: Path) -> None:
    with TestClient(create_app(data)) as client:
        answer = client.get("/v1/search", params={"q": "exit strategies", "limit": 1}).json()
        vote = {"id": answer["hits"][0]["id"], "query": "Exit strategies", "rank": 1, "verdict": "not_useful"}
        client.post("/v1/feedback", json=vote | {"generation": answer["generation"]}).raise_for_status()
    done = afterwise("feedback", "export", "--to", tmp_path / "votes", "--data", data)
    assert "2 judgments on 1 queries of 4 votes" in done.out
    assert "1 left out: as many found the record useful as did not" in done.out
