"""What Prometheus reads: right numbers, few labels, and only for those who may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from index.generation import current, folder_of
from service.app import create_app
from service.settings import MetricsName, ServiceSettings

LOOPBACK = ("127.0.0.1", 50_000)


def serving(data: Path, metrics: MetricsName = "on", peer: tuple[str, int] = LOOPBACK) -> TestClient:
    return TestClient(create_app(data, ServiceSettings(metrics=metrics)), raise_server_exceptions=False, client=peer)


@pytest.fixture
def measured(sample_data: Path) -> Iterator[TestClient]:
    with serving(sample_data) as client:
        yield client


def read(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by name and labels."""
    response = client.get("/metrics")
    assert response.status_code == 200
    families = text_string_to_metric_families(response.text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def value(client: TestClient, name: str, **labels: str) -> float | None:
    return read(client).get((name, tuple(sorted(labels.items()))))


def test_requests_are_counted_by_route_method_and_status(measured: TestClient) -> None:
    for name in ("ilo:lesson:910063", "ilo:lesson:910063", "ilo:lesson:1"):
        measured.get(f"/v1/passages/{name}")
    measured.head("/v1/passages/ilo:lesson:910063")
    counted = {
        labels: number for (name, labels), number in read(measured).items() if name == "afterwise_requests_total"
    }
    route = ("route", "/v1/passages/{id}")
    assert counted == {
        (("method", "GET"), route, ("status", "200")): 2,
        (("method", "GET"), route, ("status", "404")): 1,
        (("method", "HEAD"), route, ("status", "200")): 1,
    }
    assert value(measured, "afterwise_request_seconds_count", route="/v1/passages/{id}") == 4


def test_searches_are_counted_by_how_they_ended_on_every_way_in(measured: TestClient) -> None:
    measured.get("/v1/search", params={"q": "exit strategies"})
    measured.post("/v1/search", json={"query": "exit strategies"})
    measured.get("/", params={"q": "exit strategies"})
    measured.get("/v1/search", params={"q": "tuning a violin for baroque music"})
    measured.get("/v1/search", params={"q": ""})
    assert value(measured, "afterwise_searches_total", outcome="answered") == 3
    assert value(measured, "afterwise_searches_total", outcome="abstained") == 1


def test_stages_are_those_of_the_answers(measured: TestClient) -> None:
    response = measured.get("/v1/search", params={"q": "exit strategies"})
    stages = {one.split(";")[0] for one in response.headers["Server-Timing"].split(", ")}
    counted = {dict(labels)["stage"] for name, labels in read(measured) if name == "afterwise_stage_seconds_count"}
    assert counted == stages
    spent = sum(float(one.split("=")[1]) for one in response.headers["Server-Timing"].split(", ")) / 1000
    summed = sum(number for (name, _), number in read(measured).items() if name == "afterwise_stage_seconds_sum")
    assert summed == pytest.approx(spent, abs=1e-6)


def test_the_generation_and_its_size_are_told(measured: TestClient, sample_data: Path) -> None:
    stats = measured.get("/v1/stats").json()
    told = read(measured)
    (info,) = [dict(labels) for name, labels in told if name == "afterwise_generation_info"]
    assert info["generation"] == stats["generation"] == current(sample_data)
    assert value(measured, "afterwise_index_size", what="passages") == stats["passages"]
    assert value(measured, "afterwise_index_size", what="records") == sum(stats["records"].values())
    files = [one for one in folder_of(sample_data, stats["generation"]).rglob("*") if one.is_file()]
    listed = [one for one in files if not one.name.startswith("manifest.json")]
    assert value(measured, "afterwise_index_bytes") == sum(one.stat().st_size for one in listed)
    assert value(measured, "afterwise_ready") == 1
    assert value(measured, "afterwise_generation_problem") == 0
    assert value(measured, "afterwise_requests_in_flight") == 1  # the one that asks


def test_a_service_without_an_index_says_so(tmp_path: Path) -> None:
    with serving(tmp_path / "none") as client:
        assert value(client, "afterwise_ready") == 0
        assert value(client, "afterwise_generation_problem") == 1
        assert "afterwise_generation_info" not in {name for name, _ in read(client)}


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(min_size=1, max_size=30), method=st.from_regex(r"[A-Z]{1,12}", fullmatch=True))
def test_paths_and_methods_that_nobody_knows_add_no_labels(client: TestClient, path: str, method: str) -> None:
    encoded = "".join(f"%{byte:02X}" for byte in path.encode("utf-8", errors="ignore"))
    client.request(method, f"/nothing/{encoded}")
    client.request(method, f"/v1/passages/{encoded}")
    labels = [dict(found) for name, found in read(client) if name == "afterwise_requests_total"]
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"}
    assert {one["method"] for one in labels} <= known
    assert all(one["route"].isascii() and "%" not in one["route"] for one in labels)
    assert "/nothing" not in " ".join(one["route"] for one in labels)
    assert len(labels) < 200


@pytest.fixture(scope="module")
def client(sample_data: Path) -> Iterator[TestClient]:
    """One service for all random paths."""
    with serving(sample_data) as client:
        yield client


@pytest.mark.parametrize(
    ("metrics", "peer", "headers", "status"),
    [
        ("local", "127.0.0.1", {}, 200),
        ("local", "127.9.9.9", {}, 200),
        ("local", "::1", {}, 200),
        ("local", "10.0.0.7", {}, 404),
        ("local", "testclient", {}, 404),
        ("local", "127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 404),
        ("local", "127.0.0.1", {"Forwarded": "for=10.0.0.7"}, 404),
        ("local", "127.0.0.1", {"X-Real-IP": "127.0.0.1"}, 404),
        ("local", "10.0.0.7", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("on", "10.0.0.7", {}, 200),
        ("off", "127.0.0.1", {}, 404),
    ],
)
def test_who_may_read_them(
    metrics: MetricsName, peer: str, headers: dict[str, str], status: int, sample_data: Path
) -> None:
    client = serving(sample_data, metrics, (peer, 50_000))
    response = client.get("/metrics", headers=headers)
    assert response.status_code == status
    if status == 404:
        assert response.json()["error"]["code"] == "http_error"
    else:
        assert response.headers["Cache-Control"] == "no-store"
