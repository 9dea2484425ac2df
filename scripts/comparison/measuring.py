"""One set with both engines: index with each, judge both rankings, then ask both every query in turns."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean, median
from typing import Any

from comparison import engine
from comparison.material import write_texts
from index.encoders.models import locate
from index.encoders.packaged import DEFAULT_MODEL
from retrieval.evaluation.beir import load_beir
from retrieval.evaluation.compare import Difference, compare
from retrieval.evaluation.run import Run
from retrieval.evaluation.sets import JudgedSet


@dataclass(slots=True)
class Side:
    """One engine on one set. Memory is the peak of a process in MB: of one that searches, and of one that indexes."""

    run: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    load_seconds: list[float] = field(default_factory=list)
    search_mb: float = 0.0
    index_mb: float | None = None
    index_seconds: float | None = None

    @property
    def queries_per_second(self) -> float:
        """Searches one after the other, without what passes between the processes."""
        return 1 / fmean(self.seconds)

    @property
    def seconds_under_load(self) -> float:
        """Seconds a query with as many readers at a time as the machine has cores: the median of the repetitions."""
        return median(self.load_seconds)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`, without what is in run and times."""
        figures = asdict(self)
        del figures["run"], figures["seconds"], figures["load_seconds"]
        figures["queries_per_second_under_load"] = 1 / self.seconds_under_load
        return figures | {"queries_per_second": self.queries_per_second, "median_ms": 1000 * median(self.seconds)}


@dataclass(frozen=True, slots=True)
class Pair:
    """Both engines on one set; `ndcg` is nDCG@10 of ours (candidate) and of theirs (baseline)."""

    judged: JudgedSet
    documents: int
    ours: Side
    theirs: Side
    ndcg: Difference


def measure(folder: Path, work: Path, python: Path, repeat: int, vectors: Path | None) -> Pair:
    """Measure the set of a BEIR folder. `work` keeps what each engine saves; `python` is that of txtai's environment.

    With `vectors`, a vectors.sqlite of an earlier index, ours need not encode the texts; its indexing is not measured.
    """
    judged = load_beir(folder)
    work.mkdir(parents=True, exist_ok=True)
    documents = write_texts(folder, work / "texts.jsonl")
    ours, theirs = Side(), Side()
    _index_ours(folder, work / "ours", ours, vectors)
    _index_theirs(work, theirs, python)
    with engine.ours() as mine, engine.theirs(python) as other:
        mine.open(folder=str(work / "ours"))
        other.open(folder=str(work / "theirs"))
        for query_id, text in judged.queries.items():
            for side, asked in ((ours, mine), (theirs, other)):
                side.run[query_id] = _ranked(asked.rank(text).ranking)
        _time(judged, [(ours, mine), (theirs, other)], repeat)
    return Pair(judged, documents, ours, theirs, _ndcg(theirs.run, ours.run, judged))


def _index_ours(folder: Path, data: Path, side: Side, vectors: Path | None) -> None:
    if vectors and not data.exists():
        data.mkdir()
        shutil.copy(vectors, data / "vectors.sqlite")
    fresh = not data.exists()
    with engine.ours() as one:
        reply = one.index(corpus=str(folder), folder=str(data))
    if fresh:
        side.index_mb, side.index_seconds = reply.peak_mb, reply.seconds


def _index_theirs(work: Path, side: Side, python: Path) -> None:
    if (work / "theirs" / "config.json").is_file():
        return
    with engine.theirs(python) as one:
        model = str(locate(DEFAULT_MODEL).folder)
        reply = one.index(texts=str(work / "texts.jsonl"), folder=str(work / "theirs"), model=model)
    side.index_mb, side.index_seconds = reply.peak_mb, reply.seconds


def _time(judged: JudgedSet, sides: list[tuple[Side, engine.Engine]], repeat: int) -> None:
    """Every query goes to both, to each of them first by turns: a machine that slows down slows both.

    First one after the other, then all of a set with as many readers at a time as there are cores.
    """
    for _ in range(repeat):
        for number, text in enumerate(judged.queries.values()):
            for side, asked in sides if number % 2 else reversed(sides):
                reply = asked.search(text)
                side.seconds.append(reply.seconds)
                side.search_mb = reply.peak_mb
    for turn in range(repeat):
        for side, asked in sides if turn % 2 else reversed(sides):
            reply = asked.load(list(judged.queries.values()), os.cpu_count() or 1)
            side.load_seconds.append(reply.seconds / len(judged.queries))
            side.search_mb = reply.peak_mb


def _ranked(ids: list[str]) -> list[tuple[str, float]]:
    return [(id_, 1 / place) for place, id_ in enumerate(dict.fromkeys(ids), start=1)]


def _ndcg(theirs: Run, ours: Run, judged: JudgedSet) -> Difference:
    return next(one for one in compare(theirs, ours, judged).differences if one.measure.label == "nDCG@10")
