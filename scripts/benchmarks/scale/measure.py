"""All figures of collections of some sizes.

Each collection is made once and kept (`--keep`). Timed one after the other, each in a process of its own: single
queries, then the HTTP API and the searcher in process in turns, then records that are new.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.figures import Figure, Report, Target
from benchmarks.material import load, queries
from benchmarks.scale.asker import Asker, asker
from benchmarks.scale.made import CATALOG_UP_TO, made
from benchmarks.scale.process import Memory, memory_of, processor_seconds
from benchmarks.scale.recall import recall
from benchmarks.scale.renewal import renewals
from benchmarks.scale.serving import Asked, ask, service
from index.encoders.base import Encoder
from index.opened import open_generation
from index.settings import IndexSettings

HELP = "search, memory, start, HTTP and new records in synthetic collections of any size"
PARTS = ("search", "service", "renewal")
JUDGED_FROM = 100_000  # passages; in fewer everything is met
LARGE_FROM = 1_000_000
_WARM_UP = 50
_KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "afterwise" / "bench"


def options(parser: ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("passages", type=int, nargs="+", help="passages of each collection")
    parser.add_argument("--keep", type=Path, default=_KEPT, help="where collections are kept between runs")
    parser.add_argument("--queries", type=int, default=300, help="distinct queries")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions")
    parser.add_argument("--connections", type=int, default=32, help="connections at a time to the HTTP API")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="parts; none: only make collections")


def measure(chosen: Namespace) -> Report:
    """The figures of every size, one size after the other."""
    settings = IndexSettings()
    encoder = load(settings, threads=os.cpu_count() or 1)
    folders = [made(size, chosen.keep, encoder, settings) for size in chosen.passages]
    asked = {"queries": chosen.queries, "connections": chosen.connections}
    report = Report("scale", asked)
    one = load(settings, threads=1)
    for size, data in zip(chosen.passages, folders, strict=True):
        report.figures.extend(_named(size, figure) for figure in _measured(size, data, one, chosen))
    return report


def _named(size: int, figure: Figure) -> Figure:
    return Figure(f"{size:,}: {figure.name}", figure.repetitions, figure.unit, figure.target)


def _measured(size: int, data: Path, encoder: Encoder, chosen: Namespace) -> list[Figure]:
    if not chosen.only:
        return []
    opened = open_generation(data)
    texts = queries(opened, chosen.queries)
    figures = []
    if "search" in chosen.only:
        found = recall(opened.vectors, encoder, texts)
        figures.append(Figure("recall@100 against exact search", (found,), target=_from(size, Target("≥", 0.98))))
    opened.store.close()
    if "search" in chosen.only:
        with asker(data) as process:
            figures += _alone(size, process, texts, chosen.repeat)
            figures += _starts(size, [process.start])
            figures += _memory("searching process", memory_of(process.pid), size)
    if "service" in chosen.only:
        figures += _together(size, data, texts, chosen)
    if "renewal" in chosen.only and size <= CATALOG_UP_TO:
        figures += _renewal(size, data)
    return figures


def _renewal(size: int, data: Path) -> list[Figure]:
    first, *others = renewals(data)
    aim = _from(size, Target("≤", 5))
    return [
        Figure("one new record searchable, worker started for it", (first,), "s", aim),
        Figure("one new record searchable, worker awake", tuple(others), "s", aim),
    ]


def _alone(size: int, process: Asker, texts: Sequence[str], repeat: int) -> list[Figure]:
    """One query after the other."""
    process.times(texts[:_WARM_UP])
    runs = [process.times(texts) for _ in range(repeat)]
    whole, encoding = ([median(run[name]) for run in runs] for name in ("whole", "encoding alone"))
    aim = Target("≤", 30 if size >= LARGE_FROM else 10)
    stages = [name for name in runs[0] if name not in ("whole", "encoding alone", "its own encoding")]
    return [
        Figure("whole search, p50", tuple(whole), "ms"),
        Figure("whole search, p99", tuple(quantiles(run["whole"], n=100)[-1] for run in runs), "ms"),
        Figure("encoding alone, p50", tuple(encoding), "ms"),
        Figure(
            "whole search − encoding, p50",
            tuple(w - e for w, e in zip(whole, encoding, strict=True)),
            "ms",
            _from(size, aim),
        ),
        *(Figure(f"  {stage}, p50", tuple(median(run[stage]) for run in runs), "ms") for stage in stages),
    ]


def _starts(size: int, seconds: Sequence[float], of: str = "process") -> list[Figure]:
    aim = Target("≤", 10) if size >= LARGE_FROM else None
    return [Figure(f"start of a {of} to its first answer", tuple(seconds), "s", aim)]


def _memory(of: str, memory: Memory, size: int) -> list[Figure]:
    aim = Target("≤", 4) if size >= LARGE_FROM else None
    return [
        Figure(f"memory of the {of}, resident", (memory.resident,), "GiB", aim),
        Figure("  of it private", (memory.private,), "GiB"),
        Figure("  of it mapped from files", (memory.mapped,), "GiB"),
    ]


def _together(size: int, data: Path, texts: Sequence[str], chosen: Namespace) -> list[Figure]:
    """Many at a time: over HTTP, and in process with as many threads; in turns."""
    alone: list[float] = []
    over_http: list[Asked] = []
    taken: list[tuple[float, float]] = []  # milliseconds of processor time a query: in process, by the service
    with asker(data) as process, service(data) as running:
        process.together(chosen.connections, texts)
        ask(running.port, texts, chosen.connections)
        for _ in range(chosen.repeat):
            before = processor_seconds(process.pid), processor_seconds(running.pid)
            alone.append(process.together(chosen.connections, texts))
            over_http.append(ask(running.port, texts, chosen.connections))
            after = processor_seconds(process.pid), processor_seconds(running.pid)
            in_process, served = (1000 * (a - b) / len(texts) for a, b in zip(after, before, strict=True))
            taken.append((in_process, served))
        memory = memory_of(running.pid)
    return [
        *_starts(size, [running.start], "service"),
        *_memory("service", memory, size),
        *_rates(size, len(texts), alone, over_http),
        Figure("  processor time of a request, HTTP API", tuple(served for _, served in taken), "ms"),
        Figure("  processor time of a query, searcher in process", tuple(here for here, _ in taken), "ms"),
    ]


def _rates(size: int, asked: int, alone: Sequence[float], over_http: Sequence[Asked]) -> list[Figure]:
    ratios = tuple(a / h.seconds for a, h in zip(alone, over_http, strict=True))
    return [
        Figure("HTTP API", tuple(asked / one.seconds for one in over_http), "requests/s"),
        Figure("searcher in process, as many threads", tuple(asked / one for one in alone), "queries/s"),
        Figure("HTTP API / searcher in process", ratios, target=_from(size, Target("≥", 0.8))),
        Figure("errors over HTTP", (float(sum(one.errors for one in over_http)),), target=Target("≤", 0)),
    ]


def _from(size: int, target: Target) -> Target | None:
    return target if size >= JUDGED_FROM else None
