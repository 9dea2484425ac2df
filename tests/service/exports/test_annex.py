"""The annex, as python-docx reads it and as LibreOffice prints it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart

from retrieval.request import SearchRequest
from retrieval.search import Searcher
from service.exports import EXPORTS
from service.exports.characters import printable
from service.exports.result import Result, find_all

QUOTES = {"Quote", "Quote from the right"}


def annex_of(result: Result) -> Document:
    return docx.Document(io.BytesIO(b"".join(EXPORTS["docx"].write(result))))


def test_every_hit_is_quoted_word_for_word_with_its_citation(result: Result) -> None:
    paragraphs = annex_of(result).paragraphs
    quoted = [paragraph.text for paragraph in paragraphs if paragraph.style.name in QUOTES]
    lines = [line for hit in result.answer.hits for line in printable(hit.text).split("\n") if line.strip()]
    assert quoted == lines
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    for hit in result.answer.hits:
        assert printable(hit.citation) in text
        assert f"https://afterwise.example.org{hit.permalink}" in text


def test_the_head_says_what_was_asked_and_a_response_what_management_said(result: Result) -> None:
    annex = annex_of(result)
    (facts,) = annex.tables
    assert {row.cells[0].text.lower(): row.cells[1].text for row in facts.rows} == result.facts
    assert "Management response (Accepted / Under way): =Agreed by the harbour fund." in [
        paragraph.text for paragraph in annex.paragraphs
    ]


def test_contents_lead_to_every_hit(result: Result) -> None:
    body = annex_of(result).element.body
    targets = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert targets == marks == [f"hit_{hit.rank}" for hit in result.answer.hits]


def test_links_lead_to_the_web_and_nowhere_else(result: Result) -> None:
    links = {one.target_ref for one in annex_of(result).part.rels.values() if one.is_external}
    assert "https://example.org/report.pdf#page=12" in links
    assert all(link.startswith("https://") for link in links)


def test_looks_come_from_styles_alone(result: Result) -> None:
    body = annex_of(result).element.body
    direct = [child.tag for run in body.iter(qn("w:rPr")) for child in run if child.tag != qn("w:rStyle")]
    assert direct == []
    own = {child.tag for properties in body.iter(qn("w:pPr")) for child in properties}
    assert own <= {qn("w:pStyle"), qn("w:sectPr")}


def test_arabic_runs_from_the_right(result: Result) -> None:
    (arabic,) = [p for p in annex_of(result).paragraphs if p.style.name == "Quote from the right"]
    assert "الميناء" in arabic.text
    assert arabic.style.element.pPr.find(qn("w:bidi")) is not None


def test_an_annex_without_hits_says_so(searcher: Searcher) -> None:
    nothing = annex_of(find_all(searcher, SearchRequest(query='"no such words"'), most=10))
    (facts,) = nothing.tables
    assert "No strong evidence" in facts.rows[-1].cells[1].text
    assert [p.text for p in nothing.paragraphs] == ["Evidence annex"]


def test_an_office_program_prints_it(result: Result, converted: Callable[[bytes, str, str], Path]) -> None:
    file = converted(b"".join(EXPORTS["docx"].write(result)), "docx", "pdf")
    with pypdfium2.PdfDocument(file) as printed:
        text = "".join(page.get_textpage().get_text_bounded() for page in printed)
        assert list(printed.get_toc()) == [] or len(printed) > 1
    plain = " ".join(text.split())
    assert "Evidence annex" in plain
    assert "The harbour office kept its ledger." in plain
    assert "<script>alert('harbour')</script> & <b>bold</b> &amp;" in plain
    assert '=HYPERLINK("https://example.org","harbour")' in plain
    assert f"generation {result.answer.generation}" in plain


def test_a_long_annex_looks_for_no_more_styles_than_a_short_one(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """python-docx looks through all styles for each that it is asked for: what took most of the time."""
    looked: list[object] = []
    find = DocumentPart.get_style_id

    def counted(part: DocumentPart, *asked: Any) -> str | None:
        looked.append(asked)
        return find(part, *asked)

    monkeypatch.setattr(DocumentPart, "get_style_id", counted)
    counts = []
    for most in (1, 100):
        annex_of(find_all(searcher, SearchRequest(query='"harbour"'), most, "https://afterwise.example.org"))
        counts.append(len(looked))
        looked.clear()
    assert 0 < counts[0] == counts[1]
