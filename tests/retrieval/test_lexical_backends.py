"""rank-bm25 in place of the default backend: the same answers, slower."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from index.indexer import index
from index.lexical.rank_bm25 import RankBM25Index
from index.settings import IndexSettings
from retrieval.request import SearchRequest
from retrieval.search import Searcher

QUERIES = ["what worked for exit strategies", "cash wages paid late", "les stratégies de sortie", "RAS/18/92/AUR"]


def test_both_backends_give_the_same_answers(
    searcher: Searcher, open_data: Callable[..., Searcher], sample_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data)  # the vectors are kept, so nothing is encoded again
    index([], data, IndexSettings(lexical="rank-bm25"), rebuild=True)
    other = open_data(data)
    assert isinstance(other.opened.lexical, RankBM25Index)
    for query in QUERIES:
        request = SearchRequest(query=query, limit=100)
        ours, theirs = searcher.search(request), other.search(request)
        assert [hit.id for hit in theirs.hits] == [hit.id for hit in ours.hits]
        assert theirs.total == ours.total
        for one, two in zip(ours.hits, theirs.hits, strict=True):
            assert abs(one.scores.bm25 - two.scores.bm25) < 1e-4
