"""`afterwise stats`"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

Run = Callable[..., Any]


def test_json_is_what_the_api_says(process: Run, client: TestClient, sample_data: Path) -> None:
    done = process("stats", "--data", sample_data, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json == client.get("/v1/stats").json()
    assert {"records", "documents", "passages", "generation"} <= set(done.json)


def test_every_number_is_printed(afterwise: Run, sample_data: Path) -> None:
    counted = afterwise("stats", "--data", sample_data, "--json").json
    done = afterwise("stats", "--data", sample_data)
    assert done.code == 0
    lines = {name.strip(): value for name, value in (line.strip().rsplit("  ", 1) for line in done.out.splitlines())}
    assert lines["records: management response"].strip() == str(counted["records"]["management_response"])
    assert lines["generation"].strip() == counted["generation"]
    assert lines["passages"].strip() == str(counted["passages"])


def test_without_an_index_it_fails_and_says_how_to_build_one(afterwise: Run, tmp_path: Path) -> None:
    done = afterwise("stats", "--data", tmp_path, "--json")
    assert done.code == 1
    assert done.json["error"]["code"] == "generation_error"
    assert "afterwise index" in done.err
