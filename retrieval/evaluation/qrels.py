"""Relevance judgments: `query-id`, `corpus-id` and `score` between tabs, as BEIR writes them."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from retrieval.errors import EvaluationError
from retrieval.evaluation.lines import broken_line, numbered_lines

Qrels = dict[str, dict[str, int]]
"""Query id → record id → grade, 0 meaning judged and not relevant."""

HEADER = ("query-id", "corpus-id", "score")
HIGHEST_GRADE = 10
"""trec_eval keeps a counter for every gain up to the highest one, and the gain of grade g may be 2^g - 1."""


def read_qrels(path: Path, queries: Container[str]) -> Qrels:
    """Judgments of `path`, in file order. Raises `EvaluationError` that names the line it cannot accept.

    A negative grade (some TREC sets mark junk with -1) counts as 0: trec_eval gives such a record no gain either.
    """
    qrels: Qrels = {}
    lines = numbered_lines(path)
    number, header = next(lines, (1, ""))
    if tuple(header.split("\t")) != HEADER:
        raise broken_line(path, number, f"the header must be {' TAB '.join(HEADER)}", hint="Add it as the first line.")
    for number, line in lines:
        query, record, grade = _judgment(path, number, line)
        if query not in queries:
            raise broken_line(path, number, f"query {query!r} is not in queries.jsonl")
        if qrels.setdefault(query, {}).setdefault(record, grade) != grade:
            raise broken_line(path, number, f"query {query!r} already has another grade for {record!r}")
    _check_something_relevant(path, qrels)
    return qrels


def _judgment(path: Path, number: int, line: str) -> tuple[str, str, int]:
    fields = line.split("\t")
    if len(fields) != len(HEADER) or not all(field.strip() for field in fields):
        raise broken_line(path, number, f"expected {len(HEADER)} fields between tabs: {', '.join(HEADER)}")
    query, record, score = fields
    try:
        grade = int(score)
    except ValueError as error:
        raise broken_line(path, number, f"score {score!r} is not a whole number") from error
    if grade > HIGHEST_GRADE:
        raise broken_line(path, number, f"score {grade} is above {HIGHEST_GRADE}")
    return query, record, max(grade, 0)


def _check_something_relevant(path: Path, qrels: Qrels) -> None:
    if not any(grade > 0 for grades in qrels.values() for grade in grades.values()):
        raise EvaluationError(
            f"{path} judges no record relevant, so there is nothing to measure.",
            hint="Add at least one line with a score of 1 or more.",
            details={"file": str(path)},
        )
