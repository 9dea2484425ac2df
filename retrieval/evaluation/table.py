"""Figures for people (rich tables, plain text where the output is no terminal) and for programs (JSON-able dicts)."""

from __future__ import annotations

from dataclasses import asdict
from statistics import fmean, median
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from retrieval.evaluation.abstention import Abstention
from retrieval.evaluation.compare import Comparison, Difference
from retrieval.evaluation.evaluate import Evaluation
from retrieval.evaluation.intervals import Interval
from retrieval.evaluation.sets import JudgedSet


def evaluation_table(evaluation: Evaluation) -> Group:
    """One row a measure: mean and 95 % interval; below the table time, abstention and what to mind."""
    table = Table("measure", title=_title(evaluation.judged), title_justify="left")
    table.add_column("mean", justify="right")
    table.add_column("95 % interval", justify="right")
    for score in evaluation.scores:
        table.add_row(score.measure.label, f"{score.mean.mean:.4f}", _ends(score.mean))
    return Group(table, *map(Text, _remarks(evaluation)))


def evaluation_dict(evaluation: Evaluation) -> dict[str, Any]:
    """All that was measured, of the whole set and of each query. `seconds` is None for a run from a file."""
    judged = evaluation.judged
    return {
        "set": judged.name,
        "queries": len(judged.queries),
        "unjudged_queries": judged.unjudged,
        "queries_without_relevant": list(judged.without_relevant()),
        "queries_with_nothing_found": list(evaluation.nothing_found()),
        "measures": {
            score.measure.label: {"definition": score.measure.definition, **asdict(score.mean)}
            for score in evaluation.scores
        },
        "seconds": _seconds_dict(evaluation),
        "abstention": _abstention_dict(evaluation.abstention) if evaluation.abstention else None,
        "by_query": {query_id: _query_dict(evaluation, query_id) for query_id in judged.queries},
    }


def comparison_table(comparison: Comparison) -> Table:
    """One row a measure: baseline and candidate mean, their difference with its 95 % interval, p, wins/ties/losses.

    Narrow enough for 80 columns.
    """
    table = Table("measure", title=_title(comparison.judged), title_justify="left")
    for name in ("before", "after", "change", "95 % interval", "p", "W/T/L"):
        table.add_column(name, justify="right")
    for difference in comparison.differences:
        table.add_row(*_comparison_cells(difference))
    return table


def comparison_dict(comparison: Comparison) -> dict[str, Any]:
    """All that was compared, of the whole set and of each query."""
    return {
        "set": comparison.judged.name,
        "queries": len(comparison.judged.queries),
        "measures": {
            difference.measure.label: {
                "definition": difference.measure.definition,
                "baseline": difference.baseline,
                "candidate": difference.candidate,
                "difference": asdict(difference.delta),
                "p": difference.p,
                "wins": difference.wins,
                "ties": difference.ties,
                "losses": difference.losses,
                "by_query": difference.by_query,
            }
            for difference in comparison.differences
        },
    }


def query_table(evaluation: Evaluation, comparison: Comparison | None = None) -> Table:
    """One row a query: every measure, what changed in the first of them, seconds, and the beginning of its text."""
    table = Table("query", title=_title(evaluation.judged), title_justify="left")
    for score in evaluation.scores:
        table.add_column(score.measure.label, justify="right")
    first = comparison.differences[0] if comparison else None
    if first:
        table.add_column(f"{first.measure.label} change", justify="right")
    table.add_column("seconds", justify="right")
    table.add_column("text", no_wrap=True, overflow="ellipsis")
    for query_id, text in evaluation.judged.queries.items():
        cells = [f"{score.by_query[query_id]:.4f}" for score in evaluation.scores]
        if first:
            cells.append(f"{first.by_query[query_id]:+.4f}")
        seconds = evaluation.seconds.get(query_id)
        table.add_row(query_id, *cells, "-" if seconds is None else f"{seconds:.4f}", Text(" ".join(text.split())[:60]))
    return table


def _title(judged: JudgedSet) -> Text:
    return Text(f"{judged.name}: {len(judged.queries)} queries")


def _comparison_cells(difference: Difference) -> list[str]:
    return [
        difference.measure.label,
        f"{difference.baseline:.4f}",
        f"{difference.candidate:.4f}",
        f"{difference.delta.mean:+.4f}",
        _ends(difference.delta, "+.4f"),
        f"{difference.p:.4f}",
        f"{difference.wins}/{difference.ties}/{difference.losses}",
    ]


def _ends(interval: Interval, form: str = ".4f") -> str:
    return f"{interval.low:{form}} … {interval.high:{form}}"


def _remarks(evaluation: Evaluation) -> list[str]:
    remarks = []
    if evaluation.seconds:
        times = evaluation.seconds.values()
        remarks.append(f"seconds a query: mean {fmean(times):.4f}, median {median(times):.4f}")
    if evaluation.abstention:
        remarks.extend(_abstention_remarks(evaluation.abstention))
    unjudged = sum(map(len, evaluation.unjudged_heads.values()))
    if unjudged:
        remarks.append(f"{unjudged} of the best ten hits were never judged: read them before believing a small loss")
    if nothing := evaluation.nothing_found():
        remarks.append(f"nothing found for {', '.join(nothing)}: counted as 0")
    if hopeless := evaluation.judged.without_relevant():
        remarks.append(f"no record judged relevant for {', '.join(hopeless)}: counted as 0")
    return remarks


def _abstention_remarks(abstention: Abstention) -> list[str]:
    return [
        f"unanswerable queries answered: {_share(abstention.answered, abstention.no_answer)}",
        f"answerable queries refused: {_share(abstention.refused, abstention.answerable)}",
    ]


def _share(wrong: tuple[str, ...], total: int) -> str:
    which = f" ({', '.join(wrong)})" if wrong else ""
    return f"{len(wrong)} of {total}{which}"


def _seconds_dict(evaluation: Evaluation) -> dict[str, float] | None:
    if not evaluation.seconds:
        return None
    times = evaluation.seconds.values()
    return {"mean": fmean(times), "median": median(times)}


def _abstention_dict(abstention: Abstention) -> dict[str, Any]:
    return {
        **asdict(abstention),
        "answered_share": abstention.answered_share,
        "refused_share": abstention.refused_share,
    }


def _query_dict(evaluation: Evaluation, query_id: str) -> dict[str, Any]:
    return {
        **{score.measure.label: score.by_query[query_id] for score in evaluation.scores},
        "seconds": evaluation.seconds.get(query_id),
        "unjudged": list(evaluation.unjudged_heads.get(query_id, ())),
    }
