"""What a result holds and says of itself."""

from __future__ import annotations

import json

import pytest

from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.exports import EXPORTS
from service.exports.result import Result, find_all

REQUEST = SearchRequest(query='"harbour"')


def test_a_result_is_what_all_pages_show(searcher: Searcher) -> None:
    result = find_all(searcher, REQUEST, most=100)
    pages = [searcher.search(REQUEST.model_copy(update={"offset": at, "limit": 5})).hits for at in (0, 5, 10, 15)]
    assert [hit.record_id for page in pages for hit in page] == [hit.record_id for hit in result.answer.hits]


@pytest.mark.parametrize(
    ("most", "cut", "said"),
    [
        (11, True, "Cut: 11 of 12 records that match, the most that is exported at a time. Narrow the search"),
        (12, False, "All 12 records that were found."),
        (13, False, "All 12 records that were found."),
    ],
)
def test_a_file_says_whether_it_was_cut(searcher: Searcher, most: int, cut: bool, said: str) -> None:
    result = find_all(searcher, REQUEST, most=most)
    assert (len(result.answer.hits), result.cut) == (min(most, 12), cut)
    assert result.count.startswith(said)


def test_few_hits_of_each_evaluation_only_where_asked_for(searcher: Searcher) -> None:
    few = find_all(searcher, REQUEST.model_copy(update={"per_evaluation": 1}), most=100)
    assert len(few.answer.hits) == 11
    assert few.count == "11 of 12 records that match: few of each evaluation, as asked."


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("What worked for exit strategies?", "afterwise-what-worked-for-exit-strategies.csv"),
        ("Évaluation: à mi-parcours", "afterwise-evaluation-a-mi-parcours.csv"),
        ("الميناء", "afterwise-result.csv"),
        ('a/../b\r\n"; filename=evil.exe', "afterwise-a-b-filename-evil-exe.csv"),
        ("x" * 500, f"afterwise-{'x' * 40}.csv"),
    ],
)
def test_the_name_of_the_file_is_safe_everywhere(searcher: Searcher, query: str, name: str) -> None:
    assert find_all(searcher, SearchRequest(query=query), most=1).file_name("csv") == name


def test_json_lines_are_an_export_and_then_hits_as_the_api_has_them(result: Result) -> None:
    text = b"".join(EXPORTS["jsonl"].write(result)).decode()
    head, *records = map(json.loads, text.splitlines())
    assert head["type"] == "export"
    assert head["query"]["filters"] == {"publisher": ["odd"]}
    assert (head["generation"], head["records"], head["cut"]) == (result.answer.generation, 12, False)
    assert records == [{"type": "record", **hit.model_dump(mode="json")} for hit in result.answer.hits]
