"""The comparison's own parts; txtai itself is installed by scripts/compare_txtai and is in no test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from comparison import engine
from comparison.material import write_texts
from comparison.measuring import Pair, Side
from comparison.report import report, sets

from retrieval.evaluation.compare import compare
from retrieval.evaluation.sets import JudgedSet

CORPUS = [
    {"_id": "bees", "title": "Bees", "text": "Varroa mites weaken colonies of honey bees in winter."},
    {"_id": "boats", "title": "", "text": "Boats are insured before the monsoon begins – “always”."},
    {"_id": "none", "title": " ", "text": ""},
    {"_id": "title", "title": "Late wages", "text": ""},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "corpus.jsonl").write_text("".join(json.dumps(one) + "\n" for one in CORPUS), encoding="utf-8")
    return folder


def test_titles_stand_before_texts_and_empty_entries_are_left_out(folder: Path, tmp_path: Path) -> None:
    assert write_texts(folder, tmp_path / "texts.jsonl") == 3
    lines = (tmp_path / "texts.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        ["bees", "Bees. Varroa mites weaken colonies of honey bees in winter."],
        ["boats", "Boats are insured before the monsoon begins – “always”."],
        ["title", "Late wages"],
    ]


def test_our_engine_answers_as_a_process_of_its_own(folder: Path, tmp_path: Path) -> None:
    with engine.ours() as indexing:
        indexed = indexing.index(corpus=str(folder), folder=str(tmp_path / "data"))
    with engine.ours() as searching:
        opened = searching.open(folder=str(tmp_path / "data"))
        ranked = searching.rank("mites of bees")
        searched = searching.search("no answer to this anywhere")
        loaded = searching.load(["mites of bees", "boats", "late wages"], readers=2)
    assert ranked.ranking[0] == "bees"
    assert sorted(ranked.ranking) == ["bees", "boats", "title"]
    assert searched.ranking == []
    assert min(indexed.seconds, opened.seconds, ranked.seconds, searched.seconds, loaded.seconds) > 0
    assert searched.peak_mb >= opened.peak_mb > 10


def test_an_engine_that_ends_is_one_message(tmp_path: Path) -> None:
    with engine.ours() as one, pytest.raises(SystemExit, match="ended with exit code 1"):
        one.rank("nothing is open")


def pair(name: str, ours: int, theirs: int, slower: float, larger: float) -> Pair:
    """One query, whose record stands at these places; txtai's time and memory as multiples of ours."""
    judged = JudgedSet(name=name, queries={"q": "text"}, qrels={"q": {"right": 1}}, graded=False)
    runs = [
        {"q": [("right" if rank == place else f"wrong{rank}", 1 / rank) for rank in range(1, 11)]}
        for place in (theirs, ours)
    ]
    sides = [
        Side(seconds=[0.01, 0.03], load_seconds=[0.01, 0.01, 0.09], search_mb=200),
        Side(seconds=[0.01 * slower, 0.03 * slower], load_seconds=[0.04, 0.01, 0.09], search_mb=200 * larger),
    ]
    return Pair(judged, 3, *sides, ndcg=compare(*runs, judged).differences[0])


def test_the_worst_set_decides_on_speed_and_memory_and_the_mean_on_quality() -> None:
    pairs = [pair("a", 1, 3, slower=10, larger=2), pair("b", 3, 1, slower=2.5, larger=1.25)]
    found = {figure.name: figure for figure in report(pairs, "9.9").figures}
    assert found["nDCG@10, ours, mean of the sets"].value == pytest.approx(0.75)
    better = found["nDCG@10, ours - theirs, mean of the sets"]
    assert (better.value, better.missed) == (0, True)
    faster = found["queries a second, ours / theirs, least of the sets"]
    assert (faster.value, faster.missed) == (pytest.approx(2.5), True)
    loaded = found["the same with a reader on every core, least of the sets"]
    assert (loaded.value, loaded.missed) == (pytest.approx(4), False)
    smaller = found["memory while searching, ours / theirs, most of the sets"]
    assert (smaller.value, smaller.missed) == (pytest.approx(0.8), False)
    assert not report(pairs[:1], "9.9").missed


def test_programs_get_every_set() -> None:
    (one,) = sets([pair("a", 1, 3, slower=10, larger=2)])
    assert (one["set"], one["ndcg"]) == ("a", {"ours": 1.0, "theirs": 0.5, "p": 1.0})
    assert one["ours"]["queries_per_second"] == pytest.approx(50)
    assert one["theirs"]["median_ms"] == pytest.approx(200)
    assert one["theirs"]["search_mb"] == 400
    assert one["ours"]["queries_per_second_under_load"] == pytest.approx(100)
