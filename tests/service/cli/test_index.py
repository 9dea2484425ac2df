"""`afterwise index`"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from index.generation import current

Run = Callable[..., Any]

COUNTS = "26 good practice"


@pytest.fixture(scope="module")
def indexed(
    process: Run, sample: Path, sample_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Any]:
    """A data folder made by the command, and what the command left behind."""
    data = tmp_path_factory.mktemp("made")
    shutil.copy(sample_data / "vectors.sqlite", data)  # what is encoded already need not be encoded again
    return data, process("index", sample, "--data", data, COLUMNS="200")


@pytest.fixture
def lessons(sample: Path, tmp_path: Path) -> Path:
    """A table with two lessons of the sample and a row without text."""
    with (sample / "lessons_learned.csv").open(encoding="utf-8", newline="") as stream:
        columns, *rows = csv.reader(stream)
    number, text = columns.index("Lessons learned ID"), columns.index("Lessons learned description")
    kept = [row for row in rows if row[number] in {"910001", "910002"}]
    broken = [*kept[0]]
    broken[number], broken[text] = "910099", "N/A"
    table = tmp_path / "lessons_learned.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *kept, broken])
    return table


def test_it_tells_what_was_read_what_was_wrong_and_what_is_there_now(indexed: tuple[Path, Any]) -> None:
    data, done = indexed
    assert done.code == 0
    assert "lessons_learned.csv" in done.out
    assert COUNTS in done.out
    assert f"Generation {current(data)} published in" in done.out
    assert "ilo:good_practice:920024" in done.err
    assert "good_practices.csv" in done.err


def test_a_second_run_changes_nothing_and_still_tells_the_problems(
    indexed: tuple[Path, Any], afterwise: Run, sample: Path
) -> None:
    data, _ = indexed
    done = afterwise("index", sample, "--data", data, "--json")
    assert done.code == 0
    assert {file["status"] for file in done.json["files"]} == {"unchanged"}
    assert done.json["built"] is False
    assert done.json["generation"] == current(data)
    assert done.json["records"]["good_practice"] == 26
    (problem,) = [problem for file in done.json["files"] for problem in file["problems"]]
    assert problem["record_id"] == "ilo:good_practice:920024"
    assert problem["reason"]
    assert "was up to date" in afterwise("index", sample, "--data", data).out


def test_json_of_a_process_of_its_own_is_one_report(process: Run, lessons: Path, tmp_path: Path) -> None:
    done = process("index", lessons, "--data", tmp_path / "data", "--json")
    assert (done.code, done.err) == (0, "")
    (file,) = done.json["files"]
    assert (file["path"], file["status"]) == (str(lessons), "read")
    assert [problem["record_id"] for problem in file["problems"]] == ["ilo:lesson:910099"]
    assert done.json["records"] == {"lesson": 3}
    assert done.json["built"] is True


def test_a_file_that_cannot_be_used_does_not_stop_the_others(afterwise: Run, lessons: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_text("no PDF")
    done = afterwise("index", lessons, tmp_path / "broken.pdf", "--data", tmp_path / "data", "--json")
    assert done.code == 0
    assert [file["status"] for file in done.json["files"]] == ["read", "failed"]
    (problem,) = done.json["files"][1]["problems"]
    assert problem["file"] == "broken.pdf"
    assert problem["hint"]


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_nothing_to_index_at_all_is_a_failure_that_names_each_file(
    as_json: list[str], afterwise: Run, tmp_path: Path
) -> None:
    (tmp_path / "broken.pdf").write_text("no PDF")
    done = afterwise("index", tmp_path / "broken.pdf", "--data", tmp_path / "data", *as_json)
    assert done.code == 1
    assert "There is nothing to index" in done.err
    if as_json:
        (file,) = done.json["error"]["details"]["files"]
        assert file["problems"][0]["file"] == "broken.pdf"
    else:
        assert done.err.count("broken.pdf") == 1


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_when_none_of_the_files_could_be_used_what_was_there_stays(
    as_json: list[str], afterwise: Run, sample_data: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(sample_data, tmp_path / "data"))
    (tmp_path / "broken.pdf").write_text("no PDF")
    done = afterwise("index", tmp_path / "broken.pdf", "--data", data, *as_json)
    assert done.code == 1
    assert "none of the files could be used" in done.err
    assert current(data) == current(sample_data)
    if as_json:
        assert done.json["files"][0]["status"] == "failed"


def test_a_rebuild_needs_no_source(afterwise: Run, sample_data: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(sample_data, tmp_path / "data"))
    done = afterwise("index", "--rebuild", "--data", data, "--json")
    assert done.code == 0
    assert done.json["files"] == []
    assert done.json["built"] is True
    assert done.json["generation"] == current(sample_data)


def test_a_mapping_makes_any_table_readable(afterwise: Run, tmp_path: Path) -> None:
    table, mapping = tmp_path / "office.csv", tmp_path / "columns.toml"
    table.write_text("No,What we learned,Where\n1,Boats must be insured before the monsoon.,Kiribati\n", "utf-8")
    refused = afterwise("index", table, "--data", tmp_path / "data")
    assert refused.code == 1
    assert "mapping" in refused.err
    mapping.write_text("[table]\n", "utf-8")
    wrong = afterwise("index", table, "--mapping", mapping, "--data", tmp_path / "data")
    assert wrong.code == 1
    assert "columns.toml" in wrong.err


def test_two_runs_on_one_folder_do_not_meet(afterwise: Run, lessons: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with FileLock(tmp_path / "data" / ".lock"):
        done = afterwise("index", lessons, "--data", tmp_path / "data", "--json")
    assert done.code == 1
    assert done.json["error"]["code"] == "data_folder_busy"


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_one_message(afterwise: Run, lessons: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    done = afterwise("index", lessons, "--data", tmp_path / "locked" / "data")
    assert done.code == 1
    assert "Check the path" in done.err


def test_a_data_folder_that_cannot_be_made_is_one_message(afterwise: Run, lessons: Path) -> None:
    done = afterwise("index", lessons, "--data", "/proc/none/data")
    assert done.code == 1
    assert "/proc/none" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "name at least one file or folder"),
        (["/nowhere/at/all.csv"], 1, "no such file or folder"),
        (["--mapping", "/nowhere.toml", "x.csv"], 1, "/nowhere.toml"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], code: int, message: str, afterwise: Run, tmp_path: Path) -> None:
    done = afterwise("index", *arguments, "--data", tmp_path / "data")
    assert done.code == code
    assert message in done.err
