"""Measures of a ranking against judgments, computed by ir-measures (MacAvaney et al., 2022) over trec_eval.

`nDCG@10` in trec_eval takes the grade itself as the gain. On the scale 0 to 3 that makes a record which answers
the need worth only three marginal ones, so graded sets use the gain 2^grade - 1 of Burges et al. (2005) instead, by
ir-measures' `gains` (its `dcg='exp-log2'` would need another provider). With grades 0 and 1 the two are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ir_measures

from retrieval.errors import EvaluationError
from retrieval.evaluation.qrels import Qrels
from retrieval.evaluation.run import Ranking, Run, check_ranking
from retrieval.evaluation.sets import JudgedSet


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: `label` for tables and thresholds, `definition` in the language of ir-measures."""

    label: str
    definition: str


BINARY = (
    Measure("nDCG@10", "nDCG@10"),
    Measure("R@100", "R@100"),
    Measure("RR@10", "RR@10"),
    Measure("P@1", "P@1"),
)


def graded_measures(highest_grade: int = 3) -> tuple[Measure, ...]:
    """The same four for grades of 0 to `highest_grade`, of which 2 and more mean relevant.

    A marginal record (grade 1) adds a little to nDCG and nothing to the others: it is not an answer.
    """
    gains = ",".join(f"{grade}:{2**grade - 1}" for grade in range(highest_grade + 1))
    return (
        Measure("nDCG@10", f"nDCG(gains={{{gains}}})@10"),
        Measure("R@100", "R(rel=2)@100"),
        Measure("RR@10", "RR(rel=2)@10"),
        Measure("P@1", "P(rel=2)@1"),
    )


def standard_measures(judged: JudgedSet) -> tuple[Measure, ...]:
    """nDCG@10, R@100, RR@10 and P@1 as they are to be defined for `judged`."""
    if not judged.graded:
        return BINARY
    return graded_measures(max(3, *(grade for grades in judged.qrels.values() for grade in grades.values())))


def measure_run(run: Run, qrels: Qrels, measures: tuple[Measure, ...]) -> dict[str, dict[str, float]]:
    """Label → query id → value in 0 … 1, for every judged query, in the order of `qrels`.

    The order of each ranking counts, not its scores. A query of which nothing is relevant, or for which nothing
    was found, has the value 0 as in trec_eval. Queries of the run without judgments are left out. Raises
    `EvaluationError` if a judged query is missing from the run: leaving it out would flatter the mean.
    """
    _check_complete(run, qrels)
    # These two alone, so that no optional package that happens to be installed brings its own idea of a measure.
    provider = ir_measures.providers.FallbackProvider(  # type: ignore[no-untyped-call]  # it has no annotations
        [ir_measures.pytrec_eval, ir_measures.msmarco]
    )
    ranked = {query_id: _scores_from_ranks(query_id, run[query_id]) for query_id in qrels}
    values: dict[str, dict[str, float]] = {}
    for measure in measures:
        evaluator = provider.evaluator([ir_measures.parse_measure(measure.definition)], qrels)
        found = {metric.query_id: float(metric.value) for metric in evaluator.iter_calc(ranked)}
        values[measure.label] = {query_id: found[query_id] for query_id in qrels}
    return values


def _scores_from_ranks(query_id: str, ranking: Ranking) -> dict[str, float]:
    """Whole numbers fall strictly and are exact as 32-bit floats, so that trec_eval finds no ties to break."""
    check_ranking(query_id, ranking)
    return {record: float(len(ranking) - place) for place, (record, _) in enumerate(ranking)}


def _check_complete(run: Run, qrels: Mapping[str, object]) -> None:
    missing = [query_id for query_id in qrels if query_id not in run]
    if missing:
        some = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        raise EvaluationError(
            f"The run lacks {len(missing)} of {len(qrels)} judged queries: {some}.",
            hint="Run them all; a query for which nothing was found has an empty ranking.",
            details={"missing": missing},
        )
