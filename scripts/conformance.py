"""The same queries on a generation's own files and on an engine that it was copied to: the same answers?

    python scripts/conformance.py --data DIR --to http://host:19530 --queries 200
    python scripts/conformance.py --data DIR --to lite.db             an engine in this process

The generation is copied first (`afterwise migrate`), unless it is there. Queries are made of what its passages say,
by turns with filters, quoted phrases and project symbols. Each answer is compared as a whole: the hits of the first
page in order, their scores, the number of hits, all facets.

Scores are added up in 32 bits, in another order by the engine. Here what it found is scored again by the arithmetic of
the embedded index, so nothing may differ by more than the last digit of the answer; `--tolerance` says how much may.
"""

from __future__ import annotations

import random
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.progress import track

from index.backends.load import connect
from index.backends.projection import project
from index.encoders.base import Encoder
from index.errors import AfterwiseError
from index.opened import Opened, open_generation
from index.progress import Silent
from index.settings import EngineSettings, IndexSettings
from retrieval.answer import Answer
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.settings import SearchSettings
from service.runtime import encoder_of

TOLERANCE = 1e-5


class Compared(NamedTuple):
    """One query on both: whether the answers are the same to the byte, and how long each took in milliseconds."""

    request: SearchRequest
    identical: bool
    differences: list[str]
    embedded: float
    engine: float


def requests(opened: Opened, count: int, seed: int = 7) -> Iterator[SearchRequest]:
    """Queries from a collection's own words, by turns plain, filtered by one to three fields, quoted, by symbol."""
    draw = random.Random(seed)
    fields = [name for name, facet in opened.facets.items() if facet.values]
    symbols = opened.facets["symbol"].values
    for at in range(count):
        row = draw.randrange(opened.manifest.passages)
        (passage,) = opened.store.passages([row])
        words = passage.text.split()
        begin = draw.randrange(max(1, len(words) - 8))
        query = " ".join(words[begin : begin + draw.randint(2, 12)]).replace('"', " ").strip() or "lesson"
        filters = {}
        if at % 2:
            held = [name for name in fields if opened.facets[name].of(row)]
            for name in draw.sample(held, min(len(held), draw.randint(1, 3))):
                filters[name] = list(opened.facets[name].of(row))[: draw.randint(1, 2)]
            filters |= {"year": ["2012-2020"]} if at % 8 == 1 else {}
        if at % 10 == 4:
            query = f'"{" ".join(words[begin : begin + 2])}" {query}'.replace('""', '"')
        if at % 20 == 6 and symbols:
            query = draw.choice(symbols)
        yield SearchRequest(query=query[:2_000], filters=filters, explain=at % 5 == 0, alternatives=at % 3 == 0)


def differences(one: Answer, other: Answer, tolerance: float) -> list[str]:
    """In what two answers differ by more than the tolerance."""
    found = []
    if [hit.record_id for hit in one.hits] != [hit.record_id for hit in other.hits]:
        found.append("hits")
    for a, b in zip(one.hits, other.hits, strict=False):
        pairs = zip(a.scores.model_dump().values(), b.scores.model_dump().values(), strict=True)
        if any(abs(score - again) > tolerance for score, again in pairs):
            found.append(f"scores of {a.record_id}")
    if one.total != other.total or one.total_is_exact != other.total_is_exact:
        found.append("total")
    if one.facets != other.facets:
        found.append("facets")
    if (one.abstained, one.message, one.did_you_mean) != (other.abstained, other.message, other.did_you_mean):
        found.append("messages")
    return found


def compare(
    own: Searcher, engine: Searcher, asked: list[SearchRequest], tolerance: float = TOLERANCE
) -> Iterator[Compared]:
    """Run every query on both."""
    for request in asked:
        times, answers = [], []
        for searcher in (own, engine):
            began = time.perf_counter()
            answers.append(searcher.search(request))
            times.append((time.perf_counter() - began) * 1000)
        one, other = answers
        identical = one.model_dump_json() == other.model_dump_json()
        yield Compared(request, identical, differences(one, other, tolerance), *times)


def searchers(data: Path, settings: EngineSettings, encoder: Encoder | None = None) -> tuple[Searcher, Searcher]:
    """The published generation in its own files, and in the engine, where it is copied to if need be."""
    own, backend, search = open_generation(data), connect(settings), SearchSettings()
    encoder = encoder or encoder_of(own.manifest, IndexSettings(), 1)
    project(own, backend, Silent())
    return Searcher(own, encoder, search), Searcher(open_generation(data, backend), encoder, search)


def main() -> int:
    """Compare, print what differs and the figures; 1 where an answer differs."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--to", required=True, metavar="URI")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--tolerance", type=float, default=TOLERANCE)
    given = parser.parse_args()
    began = time.perf_counter()
    own, engine = searchers(given.data, EngineSettings(engine=given.to))
    print(f"{own.opened.manifest.passages:,} passages copied and checked in {time.perf_counter() - began:.1f} s")
    asked = list(requests(own.opened, given.queries))
    compared = list(compare(own, engine, track(asked, transient=True), given.tolerance))  # type: ignore[arg-type]
    differ = [one for one in compared if one.differences]
    for one in differ:
        print(f"{one.request.query[:60]!r} {one.request.filters}: {', '.join(one.differences)}")
    filtered = sum(bool(one.request.filters) for one in compared)
    print(f"{len(compared)} queries, {filtered} of them with filters: {len(compared) - len(differ)} the same,")
    print(f"{sum(one.identical for one in compared)} of them to the byte (tolerance of a score {given.tolerance:g})")
    for name, times in (("embedded", [c.embedded for c in compared]), ("engine", [c.engine for c in compared])):
        ordered = sorted(times)
        print(f"{name:<9} p50 {ordered[len(ordered) // 2]:7.1f} ms   p99 {ordered[int(len(ordered) * 0.99)]:7.1f} ms")
    return int(bool(differ))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AfterwiseError as error:
        sys.exit(f"{error.message}\n{error.hint}")
