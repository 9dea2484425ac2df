"""How many cells a query must read: what the table in `index/vectors/choose.py` is from.

Vectors lie as those of an index that exists (`--data`): each is one of its vectors plus half of the difference of two
others, all drawn at random, made one long again. So they keep the clusters and the directions of real sentences;
vectors drawn evenly would have no neighbours worth finding. Queries are runs of words of that index's passages, as its
encoder reads them, which no vector here was made from.
"""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.figures import Figure, Report, Target
from benchmarks.material import SAMPLE, indexed, load, queries
from benchmarks.scale.recall import DEPTH, exact, recall_of
from benchmarks.timing import seconds
from index.encoders.base import Vectors
from index.opened import open_generation
from index.settings import IndexSettings
from index.vectors import Rows, VectorIndex
from index.vectors.cells import CellCodes
from index.vectors.choose import VectorPlan
from retrieval.encode import encode_query

HELP = "recall and time of cells by the number that a query reads"
ENOUGH = 0.98
_SPREAD = np.float32(0.5)
_AT_ONCE = 50_000


def options(parser: ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--data", type=Path, help="an index whose vectors are varied (default: the sample's)")
    parser.add_argument("--vectors", type=int, nargs="+", default=[250_000, 500_000, 1_000_000], help="how many")
    parser.add_argument("--probes", type=int, nargs="+", default=[8, 16, 24, 32, 40, 48, 64, 96], help="cells read")
    parser.add_argument("--queries", type=int, default=200, help="distinct queries")


def measure(chosen: Namespace) -> Report:
    """For each number of vectors: cells learnt once, read at each number of probes."""
    opened = open_generation(chosen.data or indexed(SAMPLE))
    encoder = load(IndexSettings(), threads=1)
    asked = np.stack([encode_query(encoder, text) for text in queries(opened, chosen.queries)])
    report = Report("probes", {"varied": opened.manifest.passages, "queries": len(asked)})
    for size in chosen.vectors:
        report.figures.extend(
            _figures(opened.vectors.of(np.arange(opened.manifest.passages)), size, asked, chosen.probes)
        )
    return report


def varied(real: Vectors, count: int, file: Path, seed: int = 1) -> Vectors:
    """So many vectors that lie as the real ones do: float32, shape (count, dimensions), mapped from a new .npy file."""
    chance = np.random.default_rng(seed)
    made: Vectors = np.lib.format.open_memmap(file, mode="w+", dtype=np.float32, shape=(count, real.shape[1]))
    for begin in range(0, count, _AT_ONCE):
        near, one, other = chance.integers(len(real), size=(3, min(_AT_ONCE, count - begin)))
        some = real[near] + _SPREAD * (real[one] - real[other])
        made[begin : begin + len(near)] = some / np.linalg.norm(some, axis=1, keepdims=True)
    return made


def _figures(real: Vectors, size: int, asked: Vectors, probes: Sequence[int]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        vectors = varied(real, size, Path(folder) / "vectors.npy")
        plan = VectorPlan("ivf").cells(size)
        if plan is None:
            raise ValueError(f"{size:,} vectors are too few for cells")
        codes = CellCodes.build(vectors, plan)
        nearest = exact(vectors, asked)
        for number in sorted({*probes, plan.probes}):
            if number <= plan.cells:
                codes.probes = number
                named = f"{size:,} vectors in {plan.cells:,} cells, {number} read"
                yield from _of(named, VectorIndex(vectors, codes), asked, nearest, judged=number == plan.probes)


def _of(named: str, index: VectorIndex, asked: Vectors, nearest: Rows, *, judged: bool) -> Iterator[Figure]:
    found = recall_of(index, asked, nearest)
    yield Figure(f"{named}: recall@{DEPTH}", (found,), target=Target("≥", ENOUGH) if judged else None)
    yield Figure(f"{named}: a query, p50", (1000 * median(seconds(index.nearest, one, 300) for one in asked),), "ms")
