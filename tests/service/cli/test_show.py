"""`afterwise show`"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("ilo:recommendation:930001", "/v1/passages/ilo:recommendation:930001"),
        ("ilo:lesson:910063:text-1", "/v1/passages/ilo:lesson:910063:text-1"),
        ("ilo:evaluation:900124", "/v1/documents/ilo:evaluation:900124"),
    ],
)
def test_json_is_what_the_api_says(id_: str, path: str, afterwise: Run, client: TestClient, sample_data: Path) -> None:
    done = afterwise("show", id_, "--data", sample_data, "--json")
    assert done.code == 0
    assert done.json == client.get(path).json()


def test_a_record_is_printed_with_texts_facts_and_links(process: Run, sample_data: Path) -> None:
    done = process("show", "ilo:recommendation:930001", "--data", sample_data, COLUMNS="300")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("RECOMMENDATION  ilo:recommendation:930001\n")
    assert "countries: Malawi, United Republic of Tanzania, Zambia" in done.out
    assert "management response  ilo:management_response:930001" in done.out
    assert "Partially Completed / Partially achieved" in done.out
    assert "exit strategy" in done.out


def test_a_document_is_printed_with_its_records(afterwise: Run, sample_data: Path) -> None:
    done = afterwise("show", "ilo:evaluation:900124", "--data", sample_data)
    assert done.code == 0
    assert done.out.startswith("Leaving Well")
    assert "lesson  ilo:lesson:910063" in done.out


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_what_is_not_there_is_a_failure_with_a_hint(as_json: list[str], afterwise: Run, sample_data: Path) -> None:
    done = afterwise("show", "ilo:lesson:1", "--data", sample_data, *as_json)
    assert done.code == 1
    assert "There is no record or passage ilo:lesson:1." in done.err
    assert "Identifiers look like" in done.err
    if as_json:
        assert done.json["error"]["code"] == "not_found"
