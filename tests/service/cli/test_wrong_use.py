"""Wrong use is exit code 2 and one helpful message, for every verb; nothing expected is ever a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.cli import app

Run = Callable[..., Any]

VERBS = [command.name for command in app.registered_commands]


def test_a_wrong_verb_of_a_process_of_its_own_is_exit_code_2_with_the_closest_one(process: Run) -> None:
    done = process("serch", "exit")
    assert (done.code, done.out) == (2, "")
    assert "search" in done.err


def test_a_wrong_filter_of_a_process_of_its_own_is_exit_code_2(process: Run, sample_data: Path) -> None:
    done = process("search", "exit", "--data", sample_data, "--filter", "cuntry=Kenya", "--json", COLUMNS="300")
    assert done.code == 2
    assert done.json["error"]["code"] == "bad_query"
    assert "Did you mean 'country'" in done.err


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str, afterwise: Run) -> None:
    done = afterwise(verb, "--help")
    assert done.code == 0
    assert f"afterwise {verb}" in done.out
    assert "--json" in done.out


@pytest.mark.parametrize("verb", VERBS)
def test_a_wrong_option_is_exit_code_2(verb: str, afterwise: Run) -> None:
    done = afterwise(verb, "--jsn")
    assert (done.code, done.out) == (2, "")
    assert "--jsn" in done.err


def test_no_verb_shows_the_verbs(afterwise: Run) -> None:
    done = afterwise()
    assert done.code == 2
    assert all(verb in done.out + done.err for verb in VERBS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search"], "QUERY"),
        (["search", ""], "The query has no words"),
        (["search", "x" * 10_001], "10,001 characters"),
        (["search", "exit", "--filter", "country"], "'country' is not a filter"),
        (["search", "exit", "--filter", "kind=leson"], "Did you mean 'lesson'"),
        (["search", "exit", "--filter", "year=soon"], "'soon' is not a year"),
        (["search", "exit", "--limit", "0"], "--limit"),
        (["search", "exit", "--limit", "ten"], "--limit"),
        (["search", "exit", "--fusion", "magic"], "--fusion"),
        (["search", "exit \udcff"], "not Unicode text"),
        (["search", "exit", "--filter", "country=\udcff"], "not Unicode text"),
        (["evaluate"], "name at least one folder with judged queries"),
        (["serve", "--port", "70000"], "--port"),
        (["show"], "ID"),
    ],
)
def test_what_cannot_be_meant_is_exit_code_2_with_the_reason(
    arguments: list[str], message: str, afterwise: Run, sample_data: Path
) -> None:
    done = afterwise(*arguments, "--data", sample_data)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_bytes_that_are_no_text_are_exit_code_2_in_a_process_of_its_own_too(process: Run, sample_data: Path) -> None:
    done = process("search", b"exit \xff", "--data", sample_data)
    assert done.code == 2
    assert "not Unicode text" in done.err


@pytest.mark.parametrize(
    "arguments",
    [["search", "exit"], ["show", "x:y"], ["stats"], ["evaluate", "--set", "eval_sets/sample_queries"]],
)
def test_without_an_index_every_verb_that_reads_one_says_how_to_build_it(
    arguments: list[str], afterwise: Run, tmp_path: Path, sample: Path
) -> None:
    named = [str(sample.parents[1] / one) if one.startswith("eval_sets") else one for one in arguments]
    done = afterwise(*named, "--data", tmp_path)
    assert (done.code, done.out) == (1, "")
    assert f"There is no index in {tmp_path}." in done.err
    assert "afterwise index PATH…" in done.err


def test_an_identifier_that_is_no_text_is_not_found(afterwise: Run, sample_data: Path) -> None:
    done = afterwise("show", "\udcff", "--data", sample_data)
    assert done.code == 1
    assert "no identifier" in done.err


def test_a_setting_with_a_wrong_value_is_exit_code_2_and_names_the_variable(
    afterwise: Run, sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_FUSION", "magic")
    done = afterwise("search", "exit", "--data", sample_data)
    assert (done.code, done.out) == (2, "")
    assert "AFTERWISE_FUSION: Input should be 'convex', 'rrf' or 'z-score'." in done.err


def test_a_file_in_the_place_of_the_data_folder_is_exit_code_2(afterwise: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = afterwise("stats", "--data", tmp_path / "file")
    assert done.code == 2
    assert "file" in done.err


def test_the_data_folder_may_come_from_the_environment(
    afterwise: Run, sample_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_DATA", str(sample_data))
    assert afterwise("stats", "--json").code == 0
