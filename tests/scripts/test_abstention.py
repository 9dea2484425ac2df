"""The table of what is refused and what is answered, on the sample."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def table(script: str, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """The cells of every line of the tables that a script prints."""
    spec = importlib.util.spec_from_file_location(script, ROOT / "scripts" / f"{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(arguments)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A corpus of two documents on another subject, with one query."""
    folder = tmp_path / "stars"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text(
        '{"_id": "a", "text": "The radar measured the orbit of the asteroid."}\n'
        '{"_id": "b", "text": "A violin is tuned in fifths."}\n'
    )
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "asteroid orbit radar"}\n')
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n")
    return folder


def test_each_collection_is_asked_its_own_queries_and_those_of_the_others(
    sample_data: Path, beir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = ["--data", str(sample_data), "--set", str(ROOT / "eval_sets" / "sample_queries")]
    found = table(
        "abstention",
        [*sample, "--beir", str(beir), "--indexes", str(tmp_path), "--thresholds", "0", "0.5", "9"],
        capsys,
    )
    assert found[0][4:] == ["answered, of sample_queries's", "answered, of stars's"]
    rows = {(name, least): cells for name, least, *cells in found[1:]}
    assert rows["sample_queries", "0.0"] == ["0 of 15", "4 of 4", "–", "1 of 1"]
    assert rows["sample_queries", "9.0"] == ["15 of 15", "0 of 4", "–", "0 of 1"]
    assert rows["sample_queries", "0.5"][1:] == ["0 of 4", "–", "0 of 1"]
    assert rows["stars", "0.5"][0] == "0 of 1"
    assert rows["stars", "9.0"] == ["1 of 1", "–", "0 of 15", "–"]


def test_queries_may_be_asked_without_their_corpus(
    sample_data: Path, beir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = ["--data", str(sample_data), "--set", str(ROOT / "eval_sets" / "sample_queries")]
    (header, row) = table("abstention", [*sample, "--ask", str(beir), "--queries", "5"], capsys)
    assert header[-1] == "answered, of stars's"
    assert row[:3] == ["sample_queries", "0.5", "0 of 5"]
    assert row[-1] == "0 of 1"
