"""Both engines set by set, and the figures in which ours is to be better."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from benchmarks.figures import Figure, Report, Target
from rich.console import Console
from rich.table import Table

from comparison.measuring import Pair


def report(pairs: Sequence[Pair], version: str) -> Report:
    """The figures with their targets: better on average, three times as fast on the slowest set, no larger on any."""
    return Report(
        "txtai",
        {"txtai": version, "sets": ", ".join(pair.judged.name for pair in pairs)},
        [
            Figure("nDCG@10, ours, mean of the sets", (fmean(pair.ndcg.candidate for pair in pairs),)),
            Figure("nDCG@10, theirs, mean of the sets", (fmean(pair.ndcg.baseline for pair in pairs),)),
            Figure(
                "nDCG@10, ours - theirs, mean of the sets",
                (fmean(pair.ndcg.delta.mean for pair in pairs),),
                target=Target(">", 0),
            ),
            Figure("queries a second, ours / theirs, least of the sets", (_least(pairs),), target=Target("≥", 3)),
            Figure(
                "the same with a reader on every core, least of the sets",
                (_least_under_load(pairs),),
                target=Target("≥", 3),
            ),
            Figure("memory while searching, ours / theirs, most of the sets", (_most(pairs),), target=Target("≤", 1)),
        ],
    )


def sets(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Every set, for `--json`."""
    return [
        {
            "set": pair.judged.name,
            "documents": pair.documents,
            "queries": len(pair.judged.queries),
            "ndcg": {"ours": pair.ndcg.candidate, "theirs": pair.ndcg.baseline, "p": pair.ndcg.p},
            "ours": pair.ours.as_dict(),
            "theirs": pair.theirs.as_dict(),
        }
        for pair in pairs
    ]


def show(pairs: Sequence[Pair]) -> None:
    """Every set as one row; memory in MB."""
    table = Table("set", title="ours / txtai", title_justify="left")
    for name in (
        "documents",
        "nDCG@10",
        "p",
        "queries/s",
        "on every core",
        "MB searching",
        "MB indexing",
        "s indexing",
    ):
        table.add_column(name, justify="right")
    for pair in pairs:
        table.add_row(*_cells(pair))
    Console(highlight=False).print(table)


def _cells(pair: Pair) -> list[str]:
    ours, theirs = pair.ours, pair.theirs
    return [
        pair.judged.name,
        f"{pair.documents:,}",
        f"{pair.ndcg.candidate:.4f} / {pair.ndcg.baseline:.4f}",
        f"{pair.ndcg.p:.4f}",
        f"{ours.queries_per_second:.1f} / {theirs.queries_per_second:.1f}",
        f"{1 / ours.seconds_under_load:.1f} / {1 / theirs.seconds_under_load:.1f}",
        f"{ours.search_mb:.0f} / {theirs.search_mb:.0f}",
        f"{_whole(ours.index_mb)} / {_whole(theirs.index_mb)}",
        f"{_whole(ours.index_seconds)} / {_whole(theirs.index_seconds)}",
    ]


def _whole(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _least(pairs: Sequence[Pair]) -> float:
    return min(pair.ours.queries_per_second / pair.theirs.queries_per_second for pair in pairs)


def _least_under_load(pairs: Sequence[Pair]) -> float:
    return min(pair.theirs.seconds_under_load / pair.ours.seconds_under_load for pair in pairs)


def _most(pairs: Sequence[Pair]) -> float:
    return max(pair.ours.search_mb / pair.theirs.search_mb for pair in pairs)
