"""A whole search in one process over the encoding of its query alone.

The yardstick is encoding at the index's own precision on one core: what the model costs whoever searches these vectors.
How queries are encoded here (`AFTERWISE_QUERY_PRECISION`) is measured beside it.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.figures import Figure, Report, Target
from benchmarks.material import SAMPLE, indexed, queries
from benchmarks.timing import seconds
from index.encoders.base import Encoder
from index.settings import IndexSettings
from retrieval.encode import encode_query
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.stopwatch import Stopwatch
from service.runtime import encoder_of, open_searcher

HELP = "a whole search over the encoding of its query"
_WARM_UP = 20


def options(parser: ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--data", type=Path, help="an index that exists")
    parser.add_argument("--source", type=Path, default=SAMPLE, help="or what to index (default: the sample)")
    parser.add_argument("--queries", type=int, default=300, help="distinct queries")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions")


def measure(chosen: Namespace) -> Report:
    """Ask every query in turn; the encodings alone go before the whole search or after it, alternately."""
    searcher = open_searcher(chosen.data or indexed(chosen.source))
    exact = encoder_of(searcher.opened.manifest, IndexSettings(), threads=1, precision="index")
    texts = queries(searcher.opened, chosen.queries)
    times(searcher, exact, texts[:_WARM_UP])
    runs = [times(searcher, exact, texts) for _ in range(chosen.repeat)]
    stages = {stage: tuple(median(run[stage]) for run in runs) for stage in runs[0]}
    whole, encoding, own = (stages.pop(name) for name in ("whole", "encoding alone", "its own encoding"))
    return Report(
        "search",
        {"passages": searcher.opened.manifest.passages, "queries": len(texts)},
        [
            Figure(
                "whole search / encoding, p50",
                tuple(w / e for w, e in zip(whole, encoding, strict=True)),
                target=Target("≤", 2.0),
            ),
            Figure("whole search, p50", whole, "ms"),
            Figure("whole search, p95", tuple(quantiles(run["whole"], n=20)[-1] for run in runs), "ms"),
            Figure("encoding at the index's precision, p50", encoding, "ms"),
            Figure("encoding as queries are encoded, p50", own, "ms"),
            *(Figure(f"  {stage}, p50", values, "ms") for stage, values in stages.items()),
        ],
    )


def times(searcher: Searcher, exact: Encoder, texts: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of every query: "whole", "encoding alone", "its own encoding", and every stage of the pipeline."""
    times: dict[str, list[float]] = defaultdict(list)
    turns = [
        lambda text: times["encoding alone"].append(1000 * seconds(encode_query, exact, text)),
        lambda text: times["its own encoding"].append(1000 * seconds(encode_query, searcher.encoder, text)),
        lambda text: _search(searcher, text, times),
    ]
    for number, text in enumerate(texts):
        for turn in turns if number % 2 else reversed(turns):
            turn(text)
    return times


def _search(searcher: Searcher, text: str, times: dict[str, list[float]]) -> None:
    watch = Stopwatch()
    request = SearchRequest(query=text, filters={})
    times["whole"].append(1000 * seconds(searcher.search, request, watch))
    for stage, spent in watch.stages.items():
        times[stage].append(spent)
