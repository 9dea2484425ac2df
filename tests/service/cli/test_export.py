"""`afterwise export`"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.exports import EXPORTS

Run = Callable[..., Any]
QUERY = "what worked for exit strategies"


@pytest.mark.parametrize("name", ["csv", "bibtex", "ris", "jsonl"])
def test_the_file_is_what_the_api_sends(
    name: str, afterwise: Run, client: TestClient, sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_PUBLIC_URL", "http://testserver")
    file = tmp_path / f"result.{EXPORTS[name].suffix.upper()}"  # type: ignore[index]
    done = afterwise("export", QUERY, "--to", file, "--data", sample_data, "--filter", "kind=lesson")
    assert done.code == 0
    assert "result." in done.out
    sent = client.get("/v1/export", params={"q": QUERY, "kind": "lesson", "format": name})
    assert file.read_bytes() == sent.content
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_json_says_what_was_written(afterwise: Run, sample_data: Path, tmp_path: Path) -> None:
    file = tmp_path / "result.jsonl"
    done = afterwise("export", QUERY, "--to", file, "--data", sample_data, "--json")
    head, *records = map(json.loads, file.read_text("utf-8").splitlines())
    assert (done.json["file"], done.json["cut"], done.json["hits"]) == (str(file), False, len(records))
    assert done.json["generation"] == head["generation"]


def test_an_ending_that_says_no_format_is_wrong_use(afterwise: Run, sample_data: Path, tmp_path: Path) -> None:
    done = afterwise("export", QUERY, "--to", tmp_path / "result.pdf", "--data", sample_data)
    assert done.code == 2
    assert "must end with .csv, .xlsx, .docx, .bib, .ris, .jsonl" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_failure_that_names_it(
    afterwise: Run, sample_data: Path, tmp_path: Path
) -> None:
    done = afterwise("export", QUERY, "--to", tmp_path / "none" / "result.csv", "--data", sample_data)
    assert done.code == 1
    assert "result.csv" in done.err
