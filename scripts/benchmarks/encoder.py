"""Each backend and precision: passages a second, milliseconds a query, and how close its vectors are to torch's."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.figures import Figure, Report
from benchmarks.material import SAMPLE, encoded_texts, indexed, load, queries
from benchmarks.timing import seconds
from index.encoders.base import Encoder, Vectors
from index.encoders.batches import BATCH
from index.opened import open_generation
from index.settings import IndexSettings
from retrieval.encode import encode_query

HELP = "passages a second and milliseconds a query of each backend"
_MAKES = (("torch", "fp32"), ("onnx", "fp32"), ("onnx", "int8"), ("onnx", "int8-blocks"))
_QUERIES = 100


def options(parser: ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--source", type=Path, default=SAMPLE, help="where the passages are from (default: the sample)")
    parser.add_argument("--passages", type=int, default=160, help="passages to encode")
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 8, 16, 32, 64], help="batch sizes")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions")


def measure(chosen: Namespace) -> Report:
    """Every encoder takes the same passages on all cores and the same queries on one, in turns."""
    settings = IndexSettings()
    data = indexed(chosen.source)
    opened = open_generation(data)
    texts = _spread(encoded_texts(data, opened, load(settings, threads=1)), chosen.passages)
    asked = queries(opened, _QUERIES)
    many = {make: load(_made(settings, make), settings.threads or os.cpu_count() or 1) for make in _MAKES}
    single = {make: load(_made(settings, make), threads=1) for make in _MAKES}
    times: dict[str, list[float]] = {}
    for _ in range(chosen.repeat):
        for make in _MAKES:
            for batch in chosen.batches:
                spent = seconds(_encoded, many[make], texts, batch)
                times.setdefault(f"{' '.join(make)}, batches of {batch}", []).append(len(texts) / spent)
            times.setdefault(f"{' '.join(make)}, one query", []).append(_query_p50(single[make], asked))
    exact = _encoded(many[_MAKES[0]], texts, BATCH)
    close = {make: (_encoded(many[make], texts, BATCH) * exact).sum(axis=1) for make in _MAKES[1:]}
    return Report(
        "encoder",
        {"passages": len(texts), "queries": len(asked)},
        [Figure(name, tuple(some), "ms" if "query" in name else "passages/s") for name, some in times.items()]
        + [Figure(f"{' '.join(make)}, cosine to torch", tuple(map(float, some))) for make, some in close.items()],
    )


def _made(settings: IndexSettings, make: tuple[str, str]) -> IndexSettings:
    return settings.model_copy(update={"backend": make[0], "precision": make[1]})


def _spread(texts: Sequence[str], count: int) -> list[str]:
    """About `count` texts from all over, the longest first, as the indexer encodes them."""
    return sorted(texts[:: max(1, len(texts) // count)][:count], key=len, reverse=True)


def _encoded(encoder: Encoder, texts: Sequence[str], batch: int) -> Vectors:
    return np.concatenate([encoder.encode(texts[at : at + batch]) for at in range(0, len(texts), batch)])


def _query_p50(encoder: Encoder, asked: Sequence[str]) -> float:
    return 1000 * median(seconds(encode_query, encoder, text) for text in asked)
