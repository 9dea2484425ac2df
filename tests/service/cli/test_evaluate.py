"""`afterwise evaluate`"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ir_measures
import pytest

Run = Callable[..., Any]

SET = Path(__file__).parents[3] / "eval_sets" / "sample_queries"


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A tiny test collection with a corpus of its own."""
    texts = {
        "bees": "Varroa mites weaken colonies of honey bees in winter.",
        "boats": "Boats are insured before the monsoon begins.",
        "wages": "Wages were paid late because the bank was closed.",
    }
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    corpus = [json.dumps({"_id": id_, "title": "", "text": text}) for id_, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(corpus) + "\n", "utf-8")
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "mites of bees"}\n{"_id": "2", "text": "late pay"}\n')
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\tbees\t1\n2\twages\t1\n")
    return folder


def test_a_judged_set_is_measured_and_its_run_written_for_trec_eval(
    process: Run, sample_data: Path, tmp_path: Path
) -> None:
    run = tmp_path / "out.trec"
    done = process("evaluate", "--data", sample_data, "--set", SET, "--run", run, "--json")
    assert (done.code, done.err) == (0, "")
    measured = done.json["measures"]["nDCG@10"]
    assert measured["low"] <= measured["mean"] <= measured["high"]
    assert measured["mean"] >= 0.75
    assert done.json["abstention"]["answered"] == done.json["abstention"]["refused"] == []
    assert "comparison" not in done.json
    lines = [line.split() for line in run.read_text("utf-8").splitlines()]
    assert {len(line) for line in lines} == {6}
    assert {line[0] for line in lines} == set(done.json["by_query"])
    qrels = [line.split("\t") for line in (SET / "qrels.tsv").read_text("utf-8").splitlines()[1:]]
    theirs = ir_measures.calc_aggregate(
        [ir_measures.R(rel=2) @ 100],
        [ir_measures.Qrel(query, record, int(grade)) for query, record, grade in qrels],
        [ir_measures.ScoredDoc(query, record, float(score)) for query, _, record, _, score, _ in lines],
    )
    assert list(theirs.values()) == [pytest.approx(done.json["measures"]["R@100"]["mean"], abs=1e-9)]


def test_the_table_shows_every_measure_with_its_interval(afterwise: Run, sample_data: Path) -> None:
    done = afterwise("evaluate", "--data", sample_data, "--set", SET)
    assert done.code == 0
    assert "sample_queries: 15 queries" in done.out
    for measure in ("nDCG@10", "R@100", "RR@10"):
        assert measure in done.out
    assert "unanswerable queries answered: 0 of 4" in done.out
    assert "answerable queries refused: 0 of 15" in done.out


def test_a_run_is_compared_with_an_earlier_one(afterwise: Run, sample_data: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.trec"
    lexical = afterwise(
        "evaluate", "--data", sample_data, "--set", SET, "--dense-weight", "0", "--run", before, "--json"
    )
    assert lexical.code == 0
    table = afterwise("evaluate", "--data", sample_data, "--set", SET, "--against", before)
    assert "change" in table.out
    done = afterwise("evaluate", "--data", sample_data, "--set", SET, "--against", before, "--json")
    compared = done.json["comparison"]["measures"]["nDCG@10"]
    assert compared["baseline"] == pytest.approx(lexical.json["measures"]["nDCG@10"]["mean"])
    assert compared["candidate"] == pytest.approx(done.json["measures"]["nDCG@10"]["mean"])
    assert compared["wins"] + compared["ties"] + compared["losses"] == 15
    assert 0 < compared["p"] <= 1


def test_two_configurations_are_compared_in_one_call(afterwise: Run, sample_data: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.trec"
    asked = ("evaluate", SET, "--data", sample_data, "--json")
    afterwise(*asked, "--fusion", "rrf", "--dense-weight", "0.25", "--run", before)
    by_file = afterwise(*asked, "--against", before).json["comparison"]
    assert afterwise(*asked, "--against", "fusion=rrf,dense_weight=0.25").json["comparison"] == by_file
    assert by_file["measures"]["nDCG@10"]["ties"] < 15


@pytest.mark.parametrize(("against", "code", "words"), [("fuson=rrf", 2, "FUSON"), ("fusion=", 1, "setting=value")])
def test_settings_that_there_are_not_are_one_message(
    against: str, code: int, words: str, afterwise: Run, sample_data: Path
) -> None:
    done = afterwise("evaluate", SET, "--data", sample_data, "--against", against)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, in which the exported model need not be made again."""
    from index.settings import IndexSettings

    cache = tmp_path / "cache"
    cache.mkdir()
    for file in IndexSettings().cache.glob("*.onnx"):
        (cache / file.name).symlink_to(file)
    monkeypatch.setenv("AFTERWISE_CACHE", str(cache))
    return cache


def test_several_sets_are_measured_in_one_call(
    afterwise: Run, sample_data: Path, beir: Path, cached: Path, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    asked = ("evaluate", SET, beir, "--data", sample_data)
    done = afterwise(*asked, "--run", runs, "--json")
    assert done.code == 0
    first, second = done.json["sets"]
    assert (first["set"], second["set"]) == ("sample_queries", "tiny")
    assert done.json["mean"]["nDCG@10"] == pytest.approx(
        (first["measures"]["nDCG@10"]["mean"] + second["measures"]["nDCG@10"]["mean"]) / 2
    )
    assert sorted(file.name for file in runs.iterdir()) == ["sample_queries.trec", "tiny.trec"]
    assert (cached / "beir" / "tiny" / "CURRENT").is_file()
    again = afterwise(*asked, "--against", runs, "--by-query", columns=160)
    assert "2 sets" in again.out
    assert "late pay" in again.out
    assert next(line.split() for line in again.out.splitlines() if line.strip().startswith("tiny "))[-2:] == [
        "+0.0000",
        "1.0000",
    ]


def test_two_sets_of_the_same_name_are_refused(afterwise: Run, sample_data: Path) -> None:
    done = afterwise("evaluate", SET, "--set", SET, "--data", sample_data)
    assert done.code == 1
    assert "2 sets are called 'sample_queries'" in done.err


def test_a_query_for_which_nothing_is_found_is_a_failure_unless_allowed(
    afterwise: Run, sample_data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "phrases"
    folder.mkdir()
    (folder / "queries.jsonl").write_text('{"_id": "p1", "text": "\\"no such phrase anywhere\\""}\n')
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\np1\tlesson:910063\t3\n")
    run = tmp_path / "out.trec"
    asked = ("evaluate", folder, "--data", sample_data, "--json")
    done = afterwise(*asked, "--run", run)
    assert done.code == 1
    assert done.json["error"]["details"] == {"queries": ["p1"]}
    assert "p1" in run.read_text("utf-8")
    allowed = afterwise(*asked, "--allow-nothing")
    assert allowed.code == 0
    assert allowed.json["measures"]["nDCG@10"]["mean"] == 0


def test_a_corpus_is_not_put_into_the_collection_that_the_environment_names(
    afterwise: Run, beir: Path, sample_data: Path, cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_DATA", str(sample_data))
    assert afterwise("evaluate", "--beir", beir).code == 0
    assert (cached / "beir" / "tiny" / "CURRENT").is_file()
    assert afterwise("stats", "--json").json["records"].get("other") is None
    refused = afterwise("evaluate", "--beir", beir, "--data", sample_data)
    assert refused.code == 1
    assert "holds another collection" in refused.err


def test_a_beir_folder_brings_its_own_corpus(process: Run, beir: Path, tmp_path: Path) -> None:
    done = process("evaluate", "--beir", beir, "--data", tmp_path / "data", "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json["set"] == "tiny"
    assert done.json["measures"]["nDCG@10"]["mean"] == 1


def test_a_beir_folder_without_a_data_folder_is_indexed_in_the_cache(afterwise: Run, beir: Path, cached: Path) -> None:
    assert afterwise("evaluate", "--beir", beir).code == 0
    assert (cached / "beir" / "tiny" / "CURRENT").is_file()


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--set", "/nowhere", "queries.jsonl"),
        ("--beir", "/nowhere", "corpus.jsonl"),
    ],
)
def test_a_folder_that_is_no_set_is_one_message(
    option: str, value: str, message: str, afterwise: Run, sample_data: Path
) -> None:
    done = afterwise("evaluate", "--data", sample_data, option, value, "--json")
    assert done.code == 1
    assert done.json["error"]["code"] == "evaluation_error"
    assert message in done.err


def test_a_set_of_another_collection_names_what_is_missing(afterwise: Run, sample_data: Path, tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "exit"}\n')
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\tlesson:1\t3\n")
    done = afterwise("evaluate", "--data", sample_data, "--set", tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "lesson:1" in done.err


@pytest.mark.parametrize("option", ["--run", "--against"])
def test_a_run_file_that_cannot_be_used_is_one_message(option: str, afterwise: Run, sample_data: Path) -> None:
    done = afterwise("evaluate", "--data", sample_data, "--set", SET, option, "/nowhere/at/all.trec")
    assert done.code == 1
    assert "/nowhere/at/all.trec" in done.err
    assert "Traceback" not in done.err
