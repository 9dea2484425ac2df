"""The figures of a brief: hand-computed measures, and both tables on a small judged draft of the sample."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure_briefs", ROOT / "scripts" / "measure_briefs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_measures_by_hand(script: ModuleType) -> None:
    grades = {"d:1": {"a": 3, "b": 2, "c": 1, "e": 0}}
    found = script.measures({"d:1": ["a", "c", "e", "x"]}, grades)
    assert found == {
        "R@10": [0.5],  # a of a and b
        "grade ≥ 1": [0.5],  # a and c of four
        "grade ≥ 2": [0.25],
        "shown": [4],
        "unjudged": [1],
    }
    assert script.measures({"d:1": []}, grades)["grade ≥ 1"] == [0.0]


def test_the_shipped_set_is_whole(script: ModuleType) -> None:
    judged = script.load(script.SET)
    titles = {name: [section.title for section in script.sections_of(draft)] for name, draft in judged.drafts.items()}
    assert len(judged.sections) == 29
    for id_, draft, title in judged.sections:
        assert titles[draft].count(title) == 1, id_
        assert any(grade >= 2 for grade in judged.grades[id_].values()), id_
        assert all(grade in range(4) for grade in judged.grades[id_].values()), id_


def write_lake(folder: Path) -> None:
    """A judged draft of one section."""
    (folder / "drafts").mkdir()
    text = "# Sustainability\n\nThe district councils take over the training centres at the landing sites."
    (folder / "drafts" / "lake.md").write_text(text, "utf-8")
    (folder / "sections.jsonl").write_text('{"_id": "lake:1", "draft": "lake", "title": "Sustainability"}\n')
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nlake:1\tlesson:910001\t3\n")


def test_both_tables(script: ModuleType, sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_lake(tmp_path)
    script.main(["--data", str(sample_data), "--set", str(tmp_path)])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [line.split("|")[1].strip() for line in lines] == [
        "",
        "brief: what it shows",
        "brief: its first ten a section",
        "one search a section, with its text",
        "one search, with the whole text",
        "draft",
        "lake",
    ]
    assert [line.split("|")[2].strip() for line in lines[1:3]] == ["1.000", "1.000"]  # the one relevant record


def test_the_figures_for_programs(
    script: ModuleType, sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lake(tmp_path)
    script.main(["--data", str(sample_data), "--set", str(tmp_path), "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["shown", "ten", "section", "whole"]
    assert figures["shown"]["R@10"] == 1.0
    assert figures["whole"]["p of R@10"] == 1.0  # of one section nothing can be told
