from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.beir import load_beir, read_corpus
from retrieval.evaluation.sets import check_records


def test_grades_of_a_public_collection_stay_gains(write_beir: Callable[..., Path]) -> None:
    judged = load_beir(write_beir())
    assert judged.qrels == {"1": {"d1": 2, "d2": 1}}
    assert not judged.graded


def test_the_corpus_is_read_with_missing_titles(write_beir: Callable[..., Path]) -> None:
    documents = list(read_corpus(write_beir()))
    assert [(document.id, document.title, document.text) for document in documents] == [
        ("d1", "A", "alpha"),
        ("d2", "", "beta"),
    ]


@pytest.mark.parametrize(
    ("corpus", "reason"),
    [
        ('{"_id": "d1", "text": "a"}\n{"_id": "d1", "text": "b"}\n', "line 2: document id 'd1' comes twice"),
        ('{"_id": "d1", "text": "a"}\n{"_id": "d2", "title": "b"}\n', "line 2: text"),
    ],
)
def test_broken_documents_are_named(write_beir: Callable[..., Path], corpus: str, reason: str) -> None:
    folder = write_beir(corpus=corpus)
    with pytest.raises(EvaluationError, match=reason):
        list(read_corpus(folder))


def test_a_missing_corpus_is_named_before_anything_is_read(write_beir: Callable[..., Path]) -> None:
    folder = write_beir()
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(EvaluationError, match=r"lacks corpus\.jsonl"):
        load_beir(folder)


@pytest.mark.parametrize(
    ("name", "documents", "queries"),
    [("scifact", 5183, 300), ("cacm", 3204, 52), ("cisi", 1460, 76), ("dref", 4793, 192)],
)
def test_public_collections_load(shared: Path, name: str, documents: int, queries: int) -> None:
    folder = shared / "eval" / "ir" / name
    judged = load_beir(folder)
    known = {document.id for document in read_corpus(folder)}
    check_records(judged, known.__contains__)
    assert len(judged.queries) == queries
    assert len(known) == documents
