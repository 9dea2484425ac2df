"""The benchmarks run, measure what they say, and judge only what they may."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.opened import open_generation

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def figures(*arguments: str) -> dict[str, dict[str, Any]]:
    done = run(*arguments, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == int(any(one["met"] is False for one in report["figures"])), done.stderr
    return {one["name"]: one for one in report["figures"]}


def test_a_search_takes_at_least_as_long_as_its_stages(sample_data: Path) -> None:
    found = figures("search", "--data", str(sample_data), "--queries", "30", "--repeat", "2")
    whole = found["whole search, p50"]
    assert len(whole["repetitions"]) == 2
    # Medians do not add up exactly, so no more than nearly all of the sum is asked for.
    assert whole["value"] >= 0.8 * sum(one["value"] for name, one in found.items() if name.startswith("  "))
    assert found["whole search / encoding, p50"]["target"] == "≤ 2"


def test_a_page_is_compared_with_the_api(sample_data: Path) -> None:
    found = figures("page", "--data", str(sample_data), "--queries", "5", "--repeat", "1")
    difference = found["page − API, p50"]
    assert difference["value"] == pytest.approx(found["page, p50"]["value"] - found["API, p50"]["value"])
    assert difference["target"] == "≤ 10"


def test_too_few_passages_are_measured_and_not_judged() -> None:
    found = figures("lexical", "--passages", "2000", "--queries", "5", "--repeat", "1")
    ratio = found["rank-bm25 / the BM25 leg, p50"]
    assert ratio["value"] > 1
    assert ratio["target"] is None
    assert ratio["met"] is None


def test_passages_may_come_from_an_index(sample_data: Path) -> None:
    done = run("lexical", "--data", str(sample_data), "--queries", "5", "--repeat", "1", "--json")
    assert json.loads(done.stdout)["measured_on"]["passages"] == open_generation(sample_data).manifest.passages


def test_figures_are_a_table_for_people(sample_data: Path) -> None:
    done = run("search", "--data", str(sample_data), "--queries", "20", "--repeat", "1")
    assert "whole search / encoding, p50" in done.stdout
    assert "processor" in done.stdout


def test_a_folder_without_an_index_is_one_message(tmp_path: Path) -> None:
    done = run("search", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "There is no index" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("wrong", [(), ("nothing",), ("search", "--queries", "many")])
def test_wrong_use_is_code_2(wrong: tuple[str, ...]) -> None:
    assert run(*wrong).returncode == 2
