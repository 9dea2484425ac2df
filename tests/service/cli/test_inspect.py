"""`afterwise inspect`"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.model import Extraction, Kind

Run = Callable[..., Any]


def test_json_is_all_that_a_file_would_give(process: Run, sample: Path) -> None:
    done = process("inspect", sample / "management_response.txt", "--json")
    assert (done.code, done.err) == (0, "")
    extraction = Extraction.model_validate(done.json)
    actions = [record for record in extraction.records if record.kind is Kind.KEY_ACTION]
    responses = {record.id for record in extraction.records if record.kind is Kind.MANAGEMENT_RESPONSE}
    assert [[link.target in responses for link in action.links] for action in actions] == [[True]] * 3


def test_records_are_printed_with_kind_and_links(afterwise: Run, sample: Path) -> None:
    done = afterwise("inspect", sample / "management_response.txt")
    assert done.code == 0
    assert "River Towns" in done.out
    assert "3 key_action" in done.out
    assert "management_response" in done.out


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_file_that_cannot_be_read_is_one_message(as_json: list[str], afterwise: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_text("no PDF")
    done = afterwise("inspect", tmp_path / "broken.pdf", *as_json)
    assert done.code == 1
    assert "broken.pdf" in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there_is_one_message(afterwise: Run) -> None:
    done = afterwise("inspect", "/nowhere/report.pdf")
    assert done.code == 1
    assert "report.pdf" in done.err
    assert "Check that it exists" in done.err
