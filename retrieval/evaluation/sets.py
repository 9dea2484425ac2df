"""Judged sets: information needs, and which records answer each of them how well.

FOLDER/queries.jsonl      {"_id": …, "text": …} a line; other fields are ignored
FOLDER/qrels.tsv          query-id, corpus-id and score between tabs, with that header
FOLDER/no_answer.jsonl    optional: queries that the collection cannot answer
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from retrieval.errors import EvaluationError
from retrieval.evaluation.lines import broken_line, json_lines
from retrieval.evaluation.qrels import Qrels, read_qrels


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Queries with judgments. `queries` and `no_answer` map query id to text, in file order.

    `queries` holds judged queries only; `unjudged` counts those left out. `graded` says that the grades are the
    scale 3 answers directly, 2 clearly relevant, 1 marginal, 0 not relevant, rather than plain relevance.
    """

    name: str
    queries: dict[str, str]
    qrels: Qrels
    graded: bool
    no_answer: dict[str, str] = field(default_factory=dict)
    unjudged: int = 0

    def records(self) -> set[str]:
        """Every record that a judgment names."""
        return {record for grades in self.qrels.values() for record in grades}

    def without_relevant(self) -> tuple[str, ...]:
        """Ids of queries of which no record is relevant: no engine can score there, yet they count in the means."""
        threshold = 2 if self.graded else 1
        return tuple(query for query, grades in self.qrels.items() if max(grades.values()) < threshold)


class _QueryLine(BaseModel):
    id: str = Field(alias="_id", min_length=1)
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def load_set(folder: Path) -> JudgedSet:
    """The judged set of `folder`. Raises `EvaluationError` naming file and line of what is wrong with it."""
    check_files(folder, "queries.jsonl", "qrels.tsv")
    queries = read_queries(folder / "queries.jsonl")
    qrels = read_qrels(folder / "qrels.tsv", queries)
    unanswerable = folder / "no_answer.jsonl"
    no_answer = read_queries(unanswerable) if unanswerable.exists() else {}
    if both := queries.keys() & no_answer.keys():
        raise EvaluationError(f"{unanswerable} repeats query ids of queries.jsonl: {', '.join(sorted(both))}.")
    graded = any(grade > 1 for grades in qrels.values() for grade in grades.values())
    return judged_set(folder.resolve().name, queries, qrels, graded=graded, no_answer=no_answer)


def judged_set(
    name: str, queries: dict[str, str], qrels: Qrels, *, graded: bool, no_answer: dict[str, str]
) -> JudgedSet:
    """Queries and judgments as a set: those without judgments are left out, both in the order of `queries`."""
    judged = {query: text for query, text in queries.items() if query in qrels}
    return JudgedSet(
        name=name,
        queries=judged,
        qrels={query: qrels[query] for query in judged},
        graded=graded,
        no_answer=no_answer,
        unjudged=len(queries) - len(judged),
    )


def read_queries(path: Path) -> dict[str, str]:
    """Query id → text, in file order. Raises `EvaluationError` for a broken line or an id that comes twice."""
    queries: dict[str, str] = {}
    for number, line in json_lines(path, _QueryLine):
        if line.id in queries:
            raise broken_line(path, number, f"query id {line.id!r} comes twice")
        queries[line.id] = line.text
    return queries


def check_files(folder: Path, *names: str) -> None:
    """Raise `EvaluationError` unless `folder` holds every file of `names`."""
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise EvaluationError(
            f"{folder} is not such a set: it lacks {', '.join(missing)}.",
            hint="A judged set holds queries.jsonl and qrels.tsv; a BEIR folder holds corpus.jsonl, queries.jsonl "
            "and qrels/test.tsv.",
            details={"folder": str(folder), "missing": missing},
        )


def check_records(judged: JudgedSet, is_known: Callable[[str], bool]) -> None:
    """Raise `EvaluationError` if a judgment names a record that the collection does not hold.

    Such a record can never be found, so every measure would be too low without anybody noticing.
    """
    named = dict.fromkeys(record for grades in judged.qrels.values() for record in grades)
    unknown = [record for record in named if not is_known(record)]
    if unknown:
        some = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        raise EvaluationError(
            f"{len(unknown)} of the {len(named)} records judged in {judged.name!r} are not in the collection: {some}.",
            hint="Index the collection that the set was made for, or take these lines out of the judgments.",
            details={"unknown": unknown},
        )
