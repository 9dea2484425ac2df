"""Entries for reference managers, read by libraries for their formats."""

from __future__ import annotations

import bibtexparser
import rispy

from index.model import Kind
from retrieval.citations import FORMATS
from retrieval.citations.bibtex import key
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.exports import EXPORTS
from service.exports.result import Result, find_all


def test_bibtex_has_one_entry_a_record_and_a_head_that_is_none(result: Result) -> None:
    text = b"".join(EXPORTS["bibtex"].write(result)).decode()
    assert text.startswith('% query: "harbour"; filters: publisher: odd; sort: relevance; generation: ')
    library = bibtexparser.loads(text)
    assert [entry["ID"] for entry in library.entries] == [key(hit.record_id) for hit in result.answer.hits]
    for hit in result.answer.hits:
        assert FORMATS["bibtex"].entry(result.reference(hit.id)) in text


def test_a_query_with_the_sign_of_an_entry_begins_none(searcher: Searcher) -> None:
    result = find_all(searcher, SearchRequest(query="harbour @techreport{x, title={harbour}}"), most=3)
    library = bibtexparser.loads(b"".join(EXPORTS["bibtex"].write(result)).decode())
    assert [entry["ID"] for entry in library.entries] == [hit.record_id for hit in result.answer.hits]


def test_ris_has_one_entry_a_record_that_says_how_it_was_found(result: Result) -> None:
    entries = rispy.loads(b"".join(EXPORTS["ris"].write(result)).decode())
    assert [entry["id"] for entry in entries] == [hit.record_id for hit in result.answer.hits]
    for entry, hit in zip(entries, result.answer.hits, strict=True):
        assert entry["year"] == str(hit.year)
        place, found = entry["notes"]
        assert hit.kind is not Kind.LESSON or place == "Lesson, p. 12"
        assert found.startswith('Found by Afterwise: query: "harbour"; filters: publisher: odd; ')
        assert result.answer.generation in found
