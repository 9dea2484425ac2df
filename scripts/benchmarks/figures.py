"""What a benchmark found: figures with their targets, for people and for programs."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

PACKAGES = ("afterwise", "bm25s", "faiss-cpu", "numpy", "onnxruntime", "rank-bm25", "torch")


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure must keep to: at most, at least or more than a value."""

    sign: Literal["≤", "≥", ">"]
    value: float

    def met(self, value: float) -> bool:
        """Whether the value keeps to it."""
        if self.sign == ">":
            return value > self.value
        return value <= self.value if self.sign == "≤" else value >= self.value


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity, measured once for each repetition."""

    name: str
    repetitions: tuple[float, ...]
    unit: str = ""
    target: Target | None = None

    @property
    def value(self) -> float:
        """The median of the repetitions."""
        return median(self.repetitions)

    @property
    def missed(self) -> bool:
        """Whether there is a target, and the value is past it."""
        return self.target is not None and not self.target.met(self.value)

    @property
    def verdict(self) -> str:
        """The target and whether it is met, for people; "-" where there is none."""
        return f"{self.target.sign} {self.target.value:g} {'missed' if self.missed else 'met'}" if self.target else "-"

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        target = f"{self.target.sign} {self.target.value:g}" if self.target else None
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "repetitions": list(self.repetitions),
            "target": target,
            "met": None if target is None else not self.missed,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one benchmark, with what they were measured on."""

    benchmark: str
    measured_on: dict[str, Any]
    figures: list[Figure] = field(default_factory=list)

    @property
    def missed(self) -> bool:
        """Whether any target was missed."""
        return any(figure.missed for figure in self.figures)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "benchmark": self.benchmark,
            "machine": machine(),
            "measured_on": self.measured_on,
            "figures": [figure.as_dict() for figure in self.figures],
        }

    def show(self) -> None:
        """Print a table on standard output."""
        console = Console(highlight=False)
        table = Table("figure", title=f"{self.benchmark}: {_listed(self.measured_on)}", title_justify="left")
        for name in ("median", "range", "target"):
            table.add_column(name, justify="right")
        for one in self.figures:
            spread = f"{_short(min(one.repetitions))} … {_short(max(one.repetitions))}"
            table.add_row(one.name, f"{_short(one.value)} {one.unit}".strip(), spread, one.verdict)
        console.print(table)
        console.print(_listed(machine()))


def machine() -> dict[str, Any]:
    """What the figures depend on besides the code."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _listed(facts: dict[str, Any]) -> str:
    return ", ".join(
        f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}" for name, value in facts.items()
    )


def _short(value: float) -> str:
    """Three significant digits, never in powers of ten."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
