"""Several sets beside each other, with the mean over the sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from retrieval.evaluation.compare import Comparison
from retrieval.evaluation.evaluate import Evaluation
from retrieval.evaluation.table import comparison_dict, evaluation_dict


@dataclass(frozen=True, slots=True)
class Measured:
    """One set: what was measured of it, and how that differs from what it was compared with."""

    evaluation: Evaluation
    comparison: Comparison | None = None

    def as_dict(self) -> dict[str, Any]:
        """Both, for programs; without a comparison there is no such field."""
        result = evaluation_dict(self.evaluation)
        return result | {"comparison": comparison_dict(self.comparison)} if self.comparison else result


def summary_dict(measured: Sequence[Measured]) -> dict[str, Any]:
    """Every set, and the mean of each measure over the sets, in which a small set counts as much as a large one."""
    return {"sets": [one.as_dict() for one in measured], "mean": means(measured)}


def means(measured: Sequence[Measured]) -> dict[str, float]:
    """Measure → mean over the sets."""
    return {label: fmean(_values(one.evaluation)[label] for one in measured) for label in _labels(measured)}


def summary_table(measured: Sequence[Measured]) -> Table:
    """One row a set: mean of every measure, seconds a query, and the change of the first measure with its p.

    Narrow enough for 80 columns.
    """
    table = Table("set", title=Text(f"{len(measured)} sets"), title_justify="left", box=SIMPLE, pad_edge=False)
    compared = all(one.comparison for one in measured)
    for name in ("n", *_labels(measured), "s/query", *(("change", "p") if compared else ())):
        table.add_column(name, justify="right")
    for one in measured:
        table.add_row(*_cells(one))
    mean = [f"{value:.4f}" for value in means(measured).values()]
    table.add_section()
    table.add_row("mean", "", *mean, "", *((_mean_change(measured), "") if compared else ()))
    return table


def _labels(measured: Sequence[Measured]) -> list[str]:
    return list(_values(measured[0].evaluation))


def _values(evaluation: Evaluation) -> dict[str, float]:
    return {score.measure.label: score.mean.mean for score in evaluation.scores}


def _cells(one: Measured) -> list[str]:
    evaluation = one.evaluation
    cells = [evaluation.judged.name, str(len(evaluation.judged.queries))]
    cells += [f"{value:.4f}" for value in _values(evaluation).values()]
    cells.append(f"{fmean(evaluation.seconds.values()):.4f}")
    if one.comparison:
        first = one.comparison.differences[0]
        cells += [f"{first.delta.mean:+.4f}", f"{first.p:.4f}"]
    return cells


def _mean_change(measured: Sequence[Measured]) -> str:
    return f"{fmean(one.comparison.differences[0].delta.mean for one in measured if one.comparison):+.4f}"
