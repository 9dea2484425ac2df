"""JSON and JSON Lines, told apart by content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import SourceError
from index.readers import json_reader
from index.readers.rows import ReadTables

OBJECTS = [{"No": 1, "Lesson": "first"}, {"No": 2, "Lesson": "sécond", "Year": 2020}]
ROWS = [{"No": "1", "Lesson": "first", "Year": ""}, {"No": "2", "Lesson": "sécond", "Year": "2020"}]


def read(tmp_path: Path, text: str, name: str = "table.json") -> ReadTables:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return json_reader.read(path)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(OBJECTS),
        json.dumps({"records": OBJECTS}),
        json.dumps({"count": 2, "results": OBJECTS}),
        "\n".join(map(json.dumps, OBJECTS)),
    ],
    ids=["list", "records", "results", "lines"],
)
@pytest.mark.parametrize("name", ["table.json", "table.jsonl"])
def test_all_layouts_give_the_same_rows(tmp_path: Path, text: str, name: str) -> None:
    tables = read(tmp_path, text, name)
    assert [row.values for _, row in tables.rows()] == ROWS
    assert tables.problems == ()


def test_values_within_values(tmp_path: Path) -> None:
    record = {"a": {"b": {"c": "deep"}}, "list": ["x", None, 2, True], "half": 2.5, "whole": 2.0, "none": None}
    (_, row), *_ = read(tmp_path, json.dumps([record])).rows()
    assert row.values == {"a.b.c": "deep", "list": "x; 2; TRUE", "half": "2.5", "whole": "2", "none": ""}


def test_texts_are_repaired(tmp_path: Path) -> None:
    (_, row), *_ = read(tmp_path, '[{"Lesson": "one<br/>two \\ud83d"}]').rows()
    assert row.values == {"Lesson": "one\ntwo \ufffd"}


def test_a_broken_line_is_reported_and_the_rest_read(tmp_path: Path) -> None:
    tables = read(tmp_path, '{"No": 1}\n{"No": \n{"No": 3}\n"just text"\n', "table.jsonl")
    assert [row.values["No"] for _, row in tables.rows()] == ["1", "3"]
    assert [problem.where for problem in tables.problems] == ["row 2", "row 4"]


@pytest.mark.parametrize("text", ["plain words", "42", "[" * 100_000, "{", '"text"'])
def test_what_is_no_list_of_records_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"table\.json"):
        read(tmp_path, text)


def test_objects_nested_without_end_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nested too deeply"):
        read(tmp_path, '{"a":' * 50_000 + "1" + "}" * 50_000)
