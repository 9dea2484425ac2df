"""What one request may cost: bounded before anything is computed for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.access.settings import AccessSettings
from service.app import create_app
from service.settings import ServiceSettings

Key = Callable[..., dict[str, str]]


@pytest.fixture
def asked(data: Path) -> TestClient:
    """The service over the sample, asked by nobody in particular, as often as they like."""
    access = AccessSettings(rate_per_caller="", rate_per_address="")
    app = create_app(data, ServiceSettings(worker=False), access)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        ({"country": [f"c{at}" for at in range(51)]}, "country"),
        ({field: [f"v{at}" for at in range(34)] for field in ("country", "theme", "unit")}, "unit"),
        ({"theme": ["x" * 1_001]}, "theme"),
        ({"x" * 2_000: ["y"]}, "x" * 1_000),
    ],
)
def test_more_filter_values_than_anybody_means_are_a_400(
    filters: dict[str, list[str]], named: str, asked: TestClient
) -> None:
    answer = asked.post("/v1/search", json={"query": "exit", "filters": filters})
    assert answer.status_code == 400
    assert (answer.json()["error"]["code"], answer.json()["error"]["details"]["field"]) == ("bad_query", named)
    assert len(answer.content) < 5_000


def test_as_many_values_as_are_taken_are_taken(asked: TestClient) -> None:
    filters = {field: [f"v{at}" for at in range(50)] for field in ("country", "theme")}
    answer = asked.post("/v1/search", json={"query": "exit", "filters": filters})
    assert answer.status_code == 200
    assert answer.json()["message"].count("No passage has ") == 5  # each is compared with all that there are


def test_a_page_reads_no_more_values_than_a_search_takes(asked: TestClient) -> None:
    values = "".join(f"&{field}=v{at}" for field in ("country", "theme", "unit") for at in range(300))
    answer = asked.get(f"/?q=exit&from=2015&to=2019{values}")
    assert answer.status_code == 200
    read = set(re.findall(r"(?:country|theme|unit)=v\d+", answer.text))
    assert len(read) == 99  # and the years
    assert len(answer.content) < 1_000_000
