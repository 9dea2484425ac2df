"""Sets of known items: what they ask for, and that the ranking finds it."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from index.indexer import index
from index.settings import IndexSettings
from retrieval.evaluation.engine import Engine
from retrieval.evaluation.sets import JudgedSet, load_set
from service.runtime import open_searcher

ROOT = Path(__file__).parents[2]
LESSONS = {
    "11": ("Valve Left Open", "The purge valve stood open for two days because nobody owned the checklist."),
    "12": ("Frozen Fuel Line", "Heaters of the fuel line were sized for a warmer month than the launch."),
    "13": ("Frozen Fuel Line", "The second line froze as well, since the first finding had stayed in a drawer."),
    "14": ("Nothing But a Title", ""),
}


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/known_items.py", *map(str, arguments)]
    path = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=path, capture_output=True, text=True, check=False, timeout=60)


def made(*arguments: str | Path, out: Path) -> JudgedSet:
    done = run(*arguments, out)
    assert done.returncode == 0, done.stderr
    return load_set(out)


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory, settings: IndexSettings) -> Path:
    """A data folder with lessons that have titles, two of them the same one."""
    folder = tmp_path_factory.mktemp("titled")
    with (folder / "llis.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["LessonId", "Title", "Abstract", "Lesson"])
        table.writerows([number, title, "", lesson] for number, (title, lesson) in LESSONS.items())
    index([folder / "llis.csv"], folder / "data", settings)
    return folder / "data"


def test_every_title_asks_for_its_own_lesson_alone(titled: Path, tmp_path: Path) -> None:
    judged = made("titles", "--data", titled, out=tmp_path / "set")
    assert list(judged.queries.values()) == [title for title, _ in LESSONS.values()]
    assert list(judged.qrels.values()) == [{f"nasa:lesson:{number}": 1} for number in LESSONS]
    engine = Engine(open_searcher(titled), judged.records())
    assert engine.rank("Valve Left Open")[0][0] == "nasa:lesson:11"


def test_symbols_ask_for_all_records_of_their_project(sample_data: Path, tmp_path: Path) -> None:
    chosen = ("symbols", "--data", sample_data, "--draw", "8", "--always", "GLO/20/90/FFW")
    judged = made(*chosen, out=tmp_path / "set")
    assert judged.queries["k1"] == "GLO/20/90/FFW"
    assert len(set(judged.queries.values())) == 9
    assert made(*chosen, out=tmp_path / "again").queries == judged.queries
    assert made(*chosen, "--seed", "2", out=tmp_path / "other").queries != judged.queries
    searcher = open_searcher(sample_data)
    engine = Engine(searcher, judged.records())
    for query_id, symbol in judged.queries.items():
        for name in judged.qrels[query_id]:
            record = searcher.opened.store.record(name)
            assert record is not None
            document = searcher.opened.store.document(record.document_id)
            assert document is not None
            assert symbol in (record.facets.symbols or document.facets.symbols)
        assert engine.rank(symbol)[0][0] in judged.qrels[query_id]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["titles"], "No lesson of the index has a title"),
        (["symbols", "--always", "XXX/00/00/XXX"], "No record of the index is filed under XXX/00/00/XXX"),
        (["symbols", "--draw", "500"], "500 cannot be drawn"),
    ],
)
def test_what_the_index_cannot_give_is_one_message(
    arguments: list[str], message: str, sample_data: Path, tmp_path: Path
) -> None:
    done = run(*arguments, "--data", sample_data, tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_an_index_is_one_message(tmp_path: Path) -> None:
    done = run("titles", "--data", tmp_path / "nowhere", tmp_path)
    assert done.returncode == 1
    assert "There is no index" in done.stderr
