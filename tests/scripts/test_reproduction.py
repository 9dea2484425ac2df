"""Figures are checked against their commands: what is met, what is off, what is skipped, what is written back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from reproduction.commands import CommandFailed, Places, find, printed
from reproduction.expected import Expectation, load

ROOT = Path(__file__).parents[2]
FILE = """# kept
prepare:
  missed:
    command: exit 1
  number:
    command: echo 2 > $WORK/number
figures:
  right:
    quick: true
    prepare: [number]
    command: >-
      echo "{\\"a\\": {\\"b@10\\": $(cat $WORK/number)}}"
    expect:
      a > b@10: {is: 2, within: 0.1}
  missed:
    # and this
    command: >-
      echo '{"list": [{"name": "x / y", "value": 0.123456}], "more": 7}'; exit 1
    expect:
      list > x / y > value: {is: 0.5, within: 0.01}  # why
      more: {at most: 6}
  absent:
    needs: [$SHARED/nowhere]
    command: echo never
    expect:
      a: {is: 1}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "expected.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def reproduce(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    where = ["--file", str(file), "--work", str(file.parent / "work"), "--shared", str(file.parent / "shared")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "COLUMNS": "200"}
    command = [sys.executable, "-m", "reproduction", *where, *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def rows(output: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in output.splitlines() if line[:1] == "│"]


def test_the_table_says_what_was_expected_and_what_was_seen(file: Path) -> None:
    done = reproduce(file)
    assert done.returncode == 1
    assert rows(done.stdout) == [
        ["right", "a > b@10", "2 ± 0.1", "2.0000", "yes"],
        ["missed", "list > x / y > value", "0.5 ± 0.01", "0.1235", "NO"],
        ["missed", "more", "≤ 6", "7.0000", "NO"],
        ["absent", "", "", "there is no $SHARED/nowhere", "skipped"],
    ]
    assert file.read_text("utf-8") == FILE


def test_a_step_that_fails_is_told_with_its_figure(file: Path) -> None:
    file.write_text(FILE.replace("echo 2 > $WORK/number", "echo no disk >&2; exit 4"), encoding="utf-8")
    done = reproduce(file, "--only", "right")
    assert done.returncode == 1
    assert "exit code 4 of 'echo no disk >&2; exit 4': no disk" in done.stdout


@pytest.mark.parametrize("options", [["--only", "right"], ["--quick"], ["--only", "right", "--only", "absent"]])
def test_what_is_asked_for_alone_decides(file: Path, options: list[str]) -> None:
    done = reproduce(file, *options)
    assert done.returncode == 0
    assert "missed" not in done.stdout


def test_a_figure_that_there_is_not_is_one_message(file: Path) -> None:
    done = reproduce(file, "--only", "wrong")
    assert done.returncode == 1
    assert "There is no wrong; there are: right, missed, absent" in done.stderr


def test_writing_changes_the_values_and_nothing_else(file: Path) -> None:
    reproduce(file, "--write")
    assert file.read_text("utf-8") == FILE.replace("{is: 0.5, within: 0.01}", "{is: 0.1235, within: 0.01}")
    assert rows(reproduce(file).stdout)[1][-1] == "yes"


@pytest.mark.parametrize(
    ("expectation", "met", "missed"),
    [
        ({"is": 0.5}, [0.5], [0.5001, 0.4999]),
        ({"is": 0.5, "within": 0.1}, [0.4, 0.6], [0.39, 0.61]),
        ({"at least": 3}, [3, 4], [2.9]),
        ({"at most": 3}, [3, 2], [3.1]),
        ({"above": 0}, [0.001], [0, -1]),
    ],
)
def test_bounds_hold_on_their_side(expectation: dict[str, float], met: list[float], missed: list[float]) -> None:
    expected = Expectation.model_validate(expectation)
    assert all(map(expected.met, met))
    assert not any(map(expected.met, missed))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("figures: [", "cannot be read"),
        (FILE.replace("{at most: 6}", "{at most: 6, at least: 1}"), "give one of"),
        (FILE.replace("{at most: 6}", "{within: 6}"), "give one of"),
        (FILE.replace("{at most: 6}", "{at most: 6, within: 1}"), "within belongs to is"),
        (FILE.replace("[number]", "[numbers]"), "right needs a step that there is not: numbers"),
        (FILE.replace("quick: true", "quikc: true"), "figures > right > quikc"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_one_message(file: Path, text: str, message: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=message):
        load(file)


@pytest.mark.parametrize(
    ("value", "path", "message"),
    [
        ({"a": 1}, "b", "no 'b'"),
        ({"a": None}, "a", "no number"),
        ({"a": True}, "a", "no number"),
        ([{"name": "x"}], "y", "no 'y'"),
        (3, "a", "no 'a'"),
    ],
)
def test_a_value_that_is_not_there_is_said(value: object, path: str, message: str) -> None:
    with pytest.raises(CommandFailed, match=message):
        find(value, path)


def test_sets_are_found_by_their_names() -> None:
    assert find({"sets": [{"set": "cacm", "n": 1}, {"set": "cisi", "n": 2}]}, "sets > cisi > n") == 2


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("echo nothing; echo good", "prints no JSON: nothing good"),
        ("echo gone >&2; exit 3", "exit code 3: gone"),
        ("""echo '{"error": {"message": "no index"}}'; exit 1""", "no index"),
    ],
)
def test_a_command_that_gives_nothing_to_check_is_said(command: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=message):
        printed(command, Places(tmp_path, tmp_path / "work"))
