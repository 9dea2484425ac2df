"""Compare two runs on the same judged set, query by query."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.evaluation.intervals import Interval, bootstrap_interval
from retrieval.evaluation.measures import Measure, measure_run, standard_measures
from retrieval.evaluation.run import Run
from retrieval.evaluation.sets import JudgedSet
from retrieval.evaluation.significance import randomisation_p

_SAME = 1e-9
"""Values nearer than this differ by rounding only, not by what was found."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure on both runs: means, candidate minus baseline with its 95 % interval, p and query id → difference."""

    measure: Measure
    baseline: float
    candidate: float
    delta: Interval
    p: float
    by_query: dict[str, float]

    @property
    def wins(self) -> int:
        """Queries on which the candidate is better."""
        return sum(value > 0 for value in self.by_query.values())

    @property
    def losses(self) -> int:
        """Queries on which the candidate is worse."""
        return sum(value < 0 for value in self.by_query.values())

    @property
    def ties(self) -> int:
        """Queries on which both are the same."""
        return len(self.by_query) - self.wins - self.losses


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the baseline to the candidate, one `Difference` a measure."""

    judged: JudgedSet
    differences: tuple[Difference, ...]


def compare(
    baseline: Run, candidate: Run, judged: JudgedSet, *, measures: tuple[Measure, ...] | None = None
) -> Comparison:
    """Measure both runs on `judged` and test each difference (paired randomisation test, two-sided).

    Every measure has a test of its own: of twenty measures or variants one will look significant at 0.05 by
    chance alone. Raises `EvaluationError` if either run lacks a judged query.
    """
    measures = measures or standard_measures(judged)
    before = measure_run(baseline, judged.qrels, measures)
    after = measure_run(candidate, judged.qrels, measures)
    return Comparison(
        judged=judged,
        differences=tuple(_difference(measure, before[measure.label], after[measure.label]) for measure in measures),
    )


def _difference(measure: Measure, before: dict[str, float], after: dict[str, float]) -> Difference:
    by_query = {query_id: _rounded(after[query_id] - value) for query_id, value in before.items()}
    differences = list(by_query.values())
    return Difference(
        measure=measure,
        baseline=sum(before.values()) / len(before),
        candidate=sum(after.values()) / len(after),
        delta=bootstrap_interval(differences),
        p=randomisation_p(differences),
        by_query=by_query,
    )


def _rounded(difference: float) -> float:
    return difference if abs(difference) > _SAME else 0.0
