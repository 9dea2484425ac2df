"""Test collections in the layout of BEIR: corpus.jsonl, queries.jsonl and qrels/test.tsv in one folder.

Thakur et al., "BEIR: A Heterogenous Benchmark for Zero-shot Evaluation of Information Retrieval Models" (2021).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from retrieval.evaluation.lines import broken_line, json_lines
from retrieval.evaluation.qrels import read_qrels
from retrieval.evaluation.sets import JudgedSet, check_files, judged_set, read_queries


class CorpusDocument(BaseModel):
    """One document of the corpus; title and text may be empty."""

    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str


def is_beir(folder: Path) -> bool:
    """Whether a folder brings a corpus of its own."""
    return (folder / "corpus.jsonl").is_file()


def load_beir(folder: Path) -> JudgedSet:
    """The judged test queries of `folder`. Raises `EvaluationError` naming file and line of what is wrong.

    Never `graded`, even where the set has several grades: published figures of these sets take the grade itself
    as the gain and call everything above 0 relevant, and ours must be comparable with them.
    """
    check_files(folder, "corpus.jsonl", "queries.jsonl", "qrels/test.tsv")
    queries = read_queries(folder / "queries.jsonl")
    qrels = read_qrels(folder / "qrels" / "test.tsv", queries)
    return judged_set(folder.resolve().name, queries, qrels, graded=False, no_answer={})


def read_corpus(folder: Path) -> Iterator[CorpusDocument]:
    """Every document of `folder`, in file order. Raises `EvaluationError` for a broken line or a repeated id."""
    path = folder / "corpus.jsonl"
    seen: set[str] = set()
    for number, document in json_lines(path, CorpusDocument):
        if document.id in seen:
            raise broken_line(path, number, f"document id {document.id!r} comes twice")
        seen.add(document.id)
        yield document
