"""Measure one engine on one judged set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter

from retrieval.errors import EvaluationError
from retrieval.evaluation.abstention import Abstention, measure_abstention
from retrieval.evaluation.intervals import Interval, bootstrap_interval
from retrieval.evaluation.measures import Measure, measure_run, standard_measures
from retrieval.evaluation.run import Ranking, Run
from retrieval.evaluation.sets import JudgedSet

HEAD = 10
"""How many of the best hits a reader looks at before believing a small difference."""


@dataclass(frozen=True, slots=True)
class Score:
    """One measure: its mean over the queries with a 95 % interval, and query id → value."""

    measure: Measure
    mean: Interval
    by_query: dict[str, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured of one run. `seconds` maps query id to wall-clock seconds; empty for a run from a file.

    `unjudged_heads` maps query id to those of its best `HEAD` records that nobody judged. They count as not
    relevant, so an engine that finds new good ones is under-rated. Empty for sets that only list what is relevant.
    """

    judged: JudgedSet
    run: Run
    scores: tuple[Score, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    abstention: Abstention | None = None
    unjudged_heads: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def nothing_found(self) -> tuple[str, ...]:
        """Ids of the judged queries for which the engine returned nothing: they count 0 in every mean."""
        return tuple(query_id for query_id in self.judged.queries if not self.run[query_id])


def evaluate(
    rank: Callable[[str], Ranking],
    judged: JudgedSet,
    *,
    abstains: Callable[[str], bool] | None = None,
    measures: tuple[Measure, ...] | None = None,
) -> Evaluation:
    """Run every judged query through `rank` (query text → ranking, best first) and measure what comes back.

    `rank` should go at least 100 deep, or R@100 measures its depth. `abstains` (query text → whether the engine
    refuses) adds the abstention report. Raises `EvaluationError` for rankings that cannot be measured.
    """
    run: dict[str, Ranking] = {}
    seconds: dict[str, float] = {}
    for query_id, text in judged.queries.items():
        start = perf_counter()
        run[query_id] = rank(text)
        seconds[query_id] = perf_counter() - start
    abstention = measure_abstention(abstains, judged) if abstains else None
    return evaluate_run(run, judged, seconds=seconds, abstention=abstention, measures=measures)


def evaluate_run(
    run: Run,
    judged: JudgedSet,
    *,
    seconds: Mapping[str, float] | None = None,
    abstention: Abstention | None = None,
    measures: tuple[Measure, ...] | None = None,
) -> Evaluation:
    """Measure a run that exists already. Raises `EvaluationError` if it lacks a judged query."""
    measures = measures or standard_measures(judged)
    values = measure_run(run, judged.qrels, measures)
    return Evaluation(
        judged=judged,
        run=run,
        scores=tuple(
            Score(measure, bootstrap_interval(list(values[measure.label].values())), values[measure.label])
            for measure in measures
        ),
        seconds=seconds or {},
        abstention=abstention,
        unjudged_heads=_unjudged_heads(run, judged),
    )


def check_found(evaluation: Evaluation) -> None:
    """Raise `EvaluationError` if the engine returned nothing at all for a judged query."""
    judged = evaluation.judged
    if nothing := evaluation.nothing_found():
        some = ", ".join(f"{query_id} {judged.queries[query_id][:60]!r}" for query_id in nothing[:5])
        raise EvaluationError(
            f"{judged.name}: nothing at all was found for {len(nothing)} of {len(judged.queries)} queries: "
            f"{some}{' …' if len(nothing) > 5 else '.'}",
            hint="Look for quoted phrases or project symbols that no passage holds. Queries without an answer belong "
            "into no_answer.jsonl; --allow-nothing counts them as 0 instead.",
            details={"queries": list(nothing)},
        )


def _unjudged_heads(run: Run, judged: JudgedSet) -> dict[str, tuple[str, ...]]:
    if not judged.graded:
        return {}
    return {
        query_id: tuple(record for record, _ in run[query_id][:HEAD] if record not in grades)
        for query_id, grades in judged.qrels.items()
    }
