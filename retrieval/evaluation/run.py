"""Runs: what an engine answered to each query, in memory and as a TREC run file.

A line of the file is `query-id Q0 record-id rank score tag`. trec_eval ignores the rank, keeps the score as a
32-bit float and breaks ties by descending record id, so the file must say the order in scores alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from retrieval.errors import EvaluationError
from retrieval.evaluation.lines import broken_line, numbered_lines

Ranking = Sequence[tuple[str, float]]
"""Record ids with scores, best first. The order is what counts: a reranked head may score below its tail."""

Run = Mapping[str, Ranking]
"""Query id → ranking. An empty ranking says that the engine found nothing; a missing query that nobody asked it."""

NOTHING_FOUND = "__nothing_found__"
"""Stands in a file for an empty ranking: trec_eval leaves queries without a line out of its means."""

_FIELDS = 6


def check_ranking(query_id: str, ranking: Ranking) -> None:
    """Raise `EvaluationError` for a record that comes twice or a score that is not a finite number."""
    seen: set[str] = set()
    for record, score in ranking:
        if record in seen:
            raise EvaluationError(f"Query {query_id!r}: record {record!r} comes twice in the ranking.")
        if not math.isfinite(score):
            raise EvaluationError(f"Query {query_id!r}: record {record!r} has the score {score}.")
        seen.add(record)


def write_run(path: Path, run: Run, *, tag: str = "afterwise") -> None:
    """Write `run` as a TREC run file that trec_eval and `read_run` order as it is. Raises `EvaluationError`.

    Scores are those of the engine as 32-bit floats, lowered to the next smaller one where they would tie or rise.
    """
    _check_word("tag", tag)
    for query_id, ranking in run.items():
        _check_word("query id", query_id)
        check_ranking(query_id, ranking)
        for record, _ in ranking:
            _check_word("record id", record)
    lines = [line for query_id, ranking in run.items() for line in _lines(query_id, ranking, tag)]
    try:
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be written: {error.strerror}.", hint="Choose a file in a folder that exists."
        ) from error


def read_run(path: Path) -> dict[str, list[tuple[str, float]]]:
    """The run of a TREC file: ordered by score, highest first, ties by id; the ranks in the file do not count.

    Raises `EvaluationError` that names the file, and the line where there is one to blame.
    """
    found: dict[str, dict[str, float]] = {}
    for number, line in numbered_lines(path):
        fields = line.split()
        if len(fields) != _FIELDS:
            raise broken_line(path, number, f"expected {_FIELDS} fields: query-id Q0 record-id rank score tag")
        query_id, _, record, _, score, _ = fields
        scores = found.setdefault(query_id, {})
        if record in scores:
            raise broken_line(path, number, f"record {record!r} comes twice for query {query_id!r}")
        scores[record] = _score(path, number, score)
    if not found:
        raise EvaluationError(f"{path} holds no run: it has no lines.", details={"file": str(path)})
    return {query_id: _ordered(scores) for query_id, scores in found.items()}


def _lines(query_id: str, ranking: Ranking, tag: str) -> Iterator[str]:
    if not ranking:
        yield f"{query_id} Q0 {NOTHING_FOUND} 1 0.0 {tag}\n"
    scores = falling_scores([score for _, score in ranking])
    for rank, ((record, _), score) in enumerate(zip(ranking, scores, strict=True), start=1):
        yield f"{query_id} Q0 {record} {rank} {score!r} {tag}\n"


def falling_scores(scores: Sequence[float]) -> list[float]:
    """`scores` as 32-bit floats, each smaller than the one before it and as near its own value as that allows.

    Raises `EvaluationError` where a score has no finite 32-bit float.
    """
    falling: list[float] = []
    ceiling = np.float32(np.inf)
    for score in scores:
        ceiling = min(_float32(score), np.nextafter(ceiling, np.float32(-np.inf)))
        falling.append(_finite(float(ceiling)))
    return falling


def _float32(score: float) -> np.float32:
    with np.errstate(over="ignore"):
        return np.float32(_finite(float(np.float32(score))))


def _finite(score: float) -> float:
    if not math.isfinite(score):
        raise EvaluationError("A score lies outside what a 32-bit float holds, so no run file can carry it.")
    return score


def _score(path: Path, number: int, text: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise broken_line(path, number, f"score {text!r} is not a finite number")
    return score


def _ordered(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    if scores.keys() == {NOTHING_FOUND}:
        return []
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _check_word(what: str, value: str) -> None:
    if value.split() != [value] or value == NOTHING_FOUND:
        raise EvaluationError(f"{what} {value!r} cannot stand in a run file, where blanks part the fields.")
