"""The BM25 leg over rank-bm25: scores of all passages and the best of them, for the same terms."""

from __future__ import annotations

import random
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from benchmarks.figures import Figure, Report, Target
from benchmarks.timing import seconds
from index.lexical.base import K1, B
from index.lexical.impact import ImpactIndex
from index.opened import Opened, open_generation
from index.representation import lexical_terms
from retrieval.settings import SearchSettings

HELP = "the BM25 leg over rank-bm25"
JUDGED_FROM = 10_000  # passages
DEPTH = SearchSettings().depth  # passages that a leg hands on
Terms = TypeVar("Terms")

_VOCABULARY = 30_000
_STOP_WORDS = 50  # ranks of Zipf's law that the analysis leaves out
_LENGTH = 60  # terms a passage, on average


def options(parser: ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--data", type=Path, help="an index to take the passages from (default: synthetic ones)")
    parser.add_argument("--passages", type=int, default=10_000, help="synthetic passages")
    parser.add_argument("--queries", type=int, default=50, help="distinct queries")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions")


def measure(chosen: Namespace) -> Report:
    """Score the same queries with both."""
    passages = _published(open_generation(chosen.data)) if chosen.data else synthetic(chosen.passages)
    queries = _queries(passages, chosen.queries)
    okapi = BM25Okapi(passages, k1=K1, b=B)
    with tempfile.TemporaryDirectory() as folder:
        ImpactIndex.build(passages).save(Path(folder))
        leg = ImpactIndex.load(Path(folder))
        runs = [_times(leg, okapi, queries) for _ in range(chosen.repeat)]
    return Report(
        "lexical",
        {"passages": len(passages), "from": "an index" if chosen.data else "Zipf's law", "queries": len(queries)},
        [
            Figure(
                "rank-bm25 / the BM25 leg, p50",
                tuple(slow / fast for fast, slow in runs),
                "times",
                Target("≥", 100) if len(passages) >= JUDGED_FROM else None,
            ),
            Figure("the BM25 leg, p50", tuple(fast for fast, _ in runs), "ms"),
            Figure("rank-bm25, p50", tuple(slow for _, slow in runs), "ms"),
        ],
    )


def synthetic(passages: int, seed: int = 1) -> list[list[str]]:
    """Passages of words drawn by Zipf's law (rank to the power of -1), without the most frequent ones."""
    chance = np.random.default_rng(seed)
    shares = 1 / np.arange(_STOP_WORDS + 1, _VOCABULARY + _STOP_WORDS + 1)
    lengths = chance.poisson(_LENGTH, passages).clip(min=1)
    drawn = chance.choice(_VOCABULARY, size=int(lengths.sum()), p=shares / shares.sum())
    names = [f"w{number}" for number in range(_VOCABULARY)]
    return [[names[n] for n in part] for part in np.split(drawn, np.cumsum(lengths)[:-1])]


def _published(opened: Opened) -> list[list[str]]:
    """The terms of every passage of an index."""
    terms = []
    for passage in opened.store.passages(range(opened.manifest.passages)):
        document = opened.store.document(passage.record.document_id)
        if document is None:
            raise RuntimeError(f"{passage.record.id} has no document")
        terms.append(lexical_terms(passage.text, passage.record.parts[passage.part], passage.record, document))
    return terms


def _queries(passages: Sequence[Sequence[str]], count: int, seed: int = 2) -> list[list[str]]:
    """3 to 7 distinct terms of one random passage each."""
    chance = random.Random(seed)
    wanted = (sorted(set(passages[chance.randrange(len(passages))])) for _ in range(count))
    return [chance.sample(terms, min(len(terms), chance.randint(3, 7))) for terms in wanted]


def _times(leg: ImpactIndex, okapi: BM25Okapi, queries: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Milliseconds, p50: the BM25 leg and rank-bm25, one after the other, since each empties the other's caches."""
    fast = [seconds(_best, leg.score, dict.fromkeys(terms, 1.0)) for terms in queries]
    slow = [seconds(_best, okapi.get_scores, terms) for terms in queries]
    return 1000 * median(fast), 1000 * median(slow)


def _best(score: Callable[[Terms], NDArray[Any]], terms: Terms) -> None:
    """Score all passages and pick the best, as the search does with whatever computed the scores."""
    scores = score(terms)
    positive = np.flatnonzero(scores > 0)
    if len(positive) > DEPTH:
        np.partition(-scores[positive], DEPTH - 1)
