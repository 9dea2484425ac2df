"""Which answerable queries are refused, and which unanswerable ones answered, on several collections.

    PYTHONPATH=. python scripts/abstention.py --data DIR --set ../shared/eval/ilo_dev --beir ../shared/eval/ir/cacm …

Every collection is asked its own queries, which it can answer, and those of all others, which it mostly cannot:
collections of neighbouring subjects (cacm and cisi; ilo_dev and dref) can answer some of each other's. Corpora are
indexed into --indexes, with the encoder that AFTERWISE_MODEL names. Prints one Markdown table.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from index.settings import IndexSettings
from retrieval.evaluation.beir import load_beir
from retrieval.evaluation.corpus import index_corpus
from retrieval.evaluation.sets import JudgedSet, load_set
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from retrieval.settings import SearchSettings
from retrieval.stopwatch import Stopwatch
from service.cli.output import Bars
from service.runtime import open_searcher


class Collection(NamedTuple):
    """A collection with the queries that it can answer, and those that were written for it to refuse."""

    name: str
    searcher: Searcher
    queries: list[str]
    no_answer: list[str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how often each collection errs in either way, at each threshold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the data folder that --set was judged on")
    parser.add_argument("--set", type=Path, dest="judged", help="folder with queries.jsonl and qrels.tsv")
    parser.add_argument("--beir", type=Path, nargs="*", default=[], help="folders with a corpus of their own")
    parser.add_argument("--ask", type=Path, nargs="*", default=[], help="such folders, for their queries alone")
    parser.add_argument("--indexes", type=Path, default=IndexSettings().cache / "beir", help="where those are indexed")
    parser.add_argument("--queries", type=int, default=200, help="most queries of a collection, from its first")
    parser.add_argument(
        "--thresholds", type=float, nargs="*", default=[SearchSettings().answerable], help="evidence needed to answer"
    )
    given = parser.parse_args(arguments)
    collections = list(_collections(given))
    if not collections:
        parser.error("name --data with --set, or some --beir")
    print(f"encoder: {collections[0].searcher.encoder.identity.model}\n")
    asked = {one.name: one.queries for one in collections} | {
        judged.name: _first(judged, given.queries) for judged in map(load_beir, given.ask)
    }
    foreign = [f"answered, of {name}'s" for name in asked]
    print("| collection | threshold | refused, of its own | answered, of its unanswerable |", " | ".join(foreign), "|")
    print("|---|---|---|---|" + "---|" * len(foreign))
    for one in collections:
        own, unanswerable = _evidence(one.searcher, one.queries), _evidence(one.searcher, one.no_answer)
        others = [None if name == one.name else _evidence(one.searcher, asked[name]) for name in asked]
        for least in given.thresholds:
            refused = f"{sum(best < least for best in own)} of {len(own)}"
            answered = [_answered(some, least) for some in (unanswerable, *others)]
            print(f"| {one.name} | {least} | {refused} |", " | ".join(answered), "|", flush=True)


def _collections(given: argparse.Namespace) -> Iterator[Collection]:
    if given.data and given.judged:
        yield _collection(load_set(given.judged), given.data, given.queries)
    for folder in given.beir:
        data = given.indexes / folder.resolve().name
        with Bars() as bars:
            index_corpus(folder, data, IndexSettings(), bars)
        yield _collection(load_beir(folder), data, given.queries)


def _collection(judged: JudgedSet, data: Path, most: int) -> Collection:
    return Collection(judged.name, open_searcher(data), _first(judged, most), list(judged.no_answer.values()))


def _first(judged: JudgedSet, most: int) -> list[str]:
    return list(itertools.islice(judged.queries.values(), most))


def _evidence(searcher: Searcher, queries: Sequence[str]) -> list[float]:
    """The best evidence that a collection has for each query: what decides whether it answers."""
    found = []
    for text in queries:
        evidence = searcher.rank(SearchRequest(query=text), Stopwatch()).candidates.evidence
        found.append(float(evidence.max()) if len(evidence) else 0.0)
    return found


def _answered(evidence: Sequence[float] | None, least: float) -> str:
    if not evidence:
        return "–"
    return f"{sum(best >= least for best in evidence)} of {len(evidence)}"


if __name__ == "__main__":
    main()
