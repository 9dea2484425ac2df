"""A process that opens one data folder, searches it, and tells how long that took.

`python -m benchmarks.scale_process DATA` writes a line of JSON when the first query is answered, and one for each line
that it reads: `["times", texts]` or `["together", threads, texts]`.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.material import FIRST
from benchmarks.search import times
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.runtime import open_searcher
from service.settling import settle


def main(data: Path) -> None:
    """Answer until the pipe is closed."""
    searcher = open_searcher(data)
    _search(searcher, FIRST)
    settle()  # as a service does
    _tell("answered")
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        _tell(times(searcher, searcher.encoder, *arguments) if name == "times" else _together(searcher, *arguments))


def _together(searcher: Searcher, threads: int, texts: list[str]) -> float:
    """Seconds for all queries, asked by so many threads."""
    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        list(pool.map(lambda text: _search(searcher, text), texts))
        return time.perf_counter() - began


def _search(searcher: Searcher, text: str) -> None:
    searcher.search(SearchRequest(query=text, filters={}))


def _tell(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


main(Path(sys.argv[1]))
