"""Small judged sets, written to disk the way their makers write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

QRELS_HEADER = "query-id\tcorpus-id\tscore\n"

WriteSet = Callable[..., Path]


def jsonl(rows: dict[str, str]) -> str:
    return "".join(json.dumps({"_id": key, "text": text}) + "\n" for key, text in rows.items())


@pytest.fixture
def write_set(tmp_path: Path) -> WriteSet:
    """Writes a set of our own layout: two judged queries, one unjudged, one without an answer, unless told."""

    def write(
        *,
        queries: str = jsonl({"q1": "exit strategies", "q2": "trade unions", "q3": "nobody judged this"}),
        qrels: str = QRELS_HEADER + "q2\tlesson:9\t2\nq1\tlesson:1\t3\nq1\tlesson:2\t1\nq1\tlesson:3\t0\n",
        no_answer: str | None = jsonl({"n1": "blowout preventers"}),
    ) -> Path:
        folder = tmp_path / "small"
        folder.mkdir()
        (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
        (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
        if no_answer is not None:
            (folder / "no_answer.jsonl").write_text(no_answer, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def write_beir(tmp_path: Path) -> WriteSet:
    """Writes a BEIR folder of two documents and one judged query, unless told."""

    def write(
        *,
        corpus: str = '{"_id": "d1", "title": "A", "text": "alpha"}\n{"_id": "d2", "text": "beta", "metadata": {}}\n',
        queries: str = jsonl({"1": "what is alpha"}),
        qrels: str = QRELS_HEADER + "1\td1\t2\n1\td2\t1\n",
    ) -> Path:
        folder = tmp_path / "beir"
        (folder / "qrels").mkdir(parents=True)
        (folder / "corpus.jsonl").write_text(corpus, encoding="utf-8")
        (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
        (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
        return folder

    return write
