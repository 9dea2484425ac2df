"""GET /v1/stats, /healthz, /readyz and what a service without an index says."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from retrieval.stats import Stats


def test_stats_count_the_collection(client: TestClient) -> None:
    response = client.get("/v1/stats")
    assert response.status_code == 200
    counted = Stats.model_validate(response.json())
    assert counted.records["recommendation"] == 37
    assert counted.generation == client.get("/readyz").json()["generation"]


def test_a_living_and_ready_service_says_so(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ok"


def test_without_an_index_it_lives_but_is_not_ready(empty_client: TestClient) -> None:
    assert empty_client.get("/healthz").status_code == 200
    assert empty_client.get("/docs").status_code == 200
    assert empty_client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    "path", ["/readyz", "/v1/stats", "/v1/search?q=exit", "/v1/passages/ilo:lesson:1", "/v1/documents/x:y"]
)
def test_without_an_index_the_error_says_how_to_build_one(path: str, empty_client: TestClient) -> None:
    response = empty_client.get(path)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (503, "generation_error")
    assert "afterwise index" in error["hint"]
