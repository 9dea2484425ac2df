"""A collection of all that a hostile or careless source can write, and everything that a search of it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.indexer import index_extraction
from index.model import Anchor, Document, Extraction, Facets, Kind, Link, Part, Record, Relation
from index.settings import IndexSettings
from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.exports.result import Result, find_all
from service.runtime import open_searcher

TEXTS = {
    "plain": "The harbour office kept its ledger.",
    "formula": '=HYPERLINK("https://example.org","harbour")',
    "spaced": " \t +1+cmd|' /C calc'!A0 harbour",
    "inside": 'harbour;=1+1,@SUM(A1)|-2 "=3"\n- a list\n- of harbours\r\n＝4',
    "markup": "<script>alert('harbour')</script> & <b>bold</b> &amp;",
    "control": "harbour \x00\x01\x08\x0b\x1b\x7f\x9f\ufffe end",
    "underscore": "harbour _x0041_ and _x000D_",
    "turned": "harbour \u202e backwards \u2066 apart \u2069",
    "arabic": "مكتب الميناء harbour أنجز السجل",
    "emoji": "harbour " + "👩🏽‍🌾" * 9_000,  # more than a cell of a spreadsheet holds
    "lines": "First harbour line\u2028second\u2029third\n\nfourth",
}
TITLES = {"formula": "@SUM(A1:A9)", "markup": "<script>alert(1)</script>", "control": "Title \x02 with\nline ends"}
LANGUAGES = {"arabic": "ar"}


@pytest.fixture(scope="session")
def hostile_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one lesson for each of the texts, and a recommendation with its response."""
    data = tmp_path_factory.mktemp("hostile")
    documents = [
        Document(
            id=f"odd:evaluation:{name}",
            publisher="odd",
            title=TITLES.get(name, f"Evaluation {name}"),
            number="-7",
            year=2019,
            url="javascript:alert(1)" if name == "markup" else "https://example.org/report.pdf",
            evaluation_type="=Project",
            facets=Facets(countries=("Kiribati", "+Tonga")),
        )
        for name in TEXTS
    ]
    records = [
        Record(
            id=f"odd:lesson:{name}",
            local_id=f"lesson:{name}",
            document_id=f"odd:evaluation:{name}",
            kind=Kind.LESSON,
            parts=(Part(name="text", text=text, language=LANGUAGES.get(name, "en"), anchor=Anchor(page=12)),),
            facets=Facets(countries=("Kiribati", "+Tonga"), themes=("=Fisheries",)),
        )
        for name, text in TEXTS.items()
    ]
    advice = Record(
        id="odd:recommendation:1",
        local_id="recommendation:1",
        document_id="odd:evaluation:plain",
        kind=Kind.RECOMMENDATION,
        parts=(Part(name="text", text="Insure the harbour.", language="en"),),
    )
    response = Record(
        id="odd:management_response:1",
        local_id="management_response:1",
        document_id="odd:evaluation:plain",
        kind=Kind.MANAGEMENT_RESPONSE,
        parts=(Part(name="text", text="=Agreed by the harbour fund.", language="en"),),
        status="Accepted",
        progress="Under way",
        links=(Link(relation=Relation.RESPONDS_TO, target=advice.id),),
    )
    extraction = Extraction(documents=tuple(documents), records=(*records, advice, response))
    index_extraction("odd", extraction, data, IndexSettings())
    return data


@pytest.fixture(scope="session")
def searcher(hostile_data: Path) -> Searcher:
    """Searches the hostile collection."""
    return open_searcher(hostile_data)


@pytest.fixture(scope="session")
def result(searcher: Searcher) -> Result:
    """All of it: every text holds the word that is searched for."""
    request = SearchRequest(query='"harbour"', filters={"publisher": ["odd"]})
    found = find_all(searcher, request, most=100, address="https://afterwise.example.org/")
    assert len(found.answer.hits) == len(TEXTS) + 1
    return found
