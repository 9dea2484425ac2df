"""The Word file of a brief, as python-docx reads it and as LibreOffice prints it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from fastapi.testclient import TestClient

from retrieval.brief.answer import Brief
from retrieval.search import Searcher
from service.brief.document import write
from service.brief.report import Report, report_of
from service.exports.characters import printable
from service.runtime import open_searcher

MADE = date(2026, 3, 14)
QUOTES = {"Quote", "Quote from the right"}


def bytes_of(report: Report) -> bytes:
    return b"".join(write(report))


def document_of(report: Report) -> Document:
    return docx.Document(io.BytesIO(bytes_of(report)))


def notes_of(report: Report) -> dict[int, tuple[str, list[str]]]:
    """The footnotes by number: text and the addresses that they link to, read from the package itself."""
    with zipfile.ZipFile(io.BytesIO(bytes_of(report))) as package:
        notes: BaseOxmlElement = parse_xml(package.read("word/footnotes.xml"))
        relations = parse_xml(package.read("word/_rels/footnotes.xml.rels"))
    targets = {one.get("Id"): one.get("Target") for one in relations}
    found = {}
    for note in notes.iter(qn("w:footnote")):
        if note.get(qn("w:type")) is None:
            text = "".join(part.text or "" for part in note.iter(qn("w:t")))
            links = [targets[link.get(qn("r:id"))] for link in note.iter(qn("w:hyperlink"))]
            found[int(note.get(qn("w:id")))] = (text, links)
    return found


def test_every_item_is_quoted_word_for_word(report: Report) -> None:
    quoted = [one.text for one in document_of(report).paragraphs if one.style.name in QUOTES]
    lines = [line for item in report.items for line in printable(item.hit.text).split("\n") if line.strip()]
    assert quoted == lines


def test_every_item_calls_one_footnote_in_order(report: Report) -> None:
    calls = [int(call.get(qn("w:id"))) for call in document_of(report).element.body.iter(qn("w:footnoteReference"))]
    assert calls == list(range(1, len(report.items) + 1)) == list(notes_of(report))


def test_each_footnote_has_the_citation_and_the_permalink(report: Report) -> None:
    notes = notes_of(report)
    for number, item in enumerate(report.items, start=1):
        text, links = notes[number]
        assert printable(item.hit.citation) in text
        assert f"https://afterwise.example.org{item.hit.permalink}" in links


def test_every_permalink_answers(report: Report, client: TestClient) -> None:
    links = {link for _, links in notes_of(report).values() for link in links if "/p/" in link}
    assert len(links) >= len({item.hit.record_id for item in report.items})
    for link in links:
        assert client.get(urlsplit(link).path).status_code == 200, link


def test_every_quotation_is_what_the_collection_holds(report: Report, sample_searcher: Searcher) -> None:
    for item in report.items:
        passage = sample_searcher.opened.store.passage(item.hit.id)
        assert passage is not None
        assert passage.text == item.hit.text


def test_headings_are_those_of_the_draft_or_of_the_topic(report: Report) -> None:
    paragraphs = document_of(report).paragraphs
    headings = [one.text for one in paragraphs if one.style.name == "Heading 1"]
    assert headings == ["1. Exit", "Sustainability and exit", "Orbit", "Design check", "Sources", "How this was made"]
    after = paragraphs[[one.text for one in paragraphs].index("Orbit") + 1]
    assert after.text == "No good evidence on this part in the collection beyond what other parts show."


def test_the_table_names_every_evaluation_once_with_its_notes(report: Report) -> None:
    (table,) = document_of(report).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    numbers = sorted(int(number) for row in rows for number in row[2].split(", "))
    assert numbers == list(range(1, len(report.items) + 1))
    assert len(rows) == len({item.hit.document.id for item in report.items})


def test_it_says_how_it_can_be_made_again(report: Report) -> None:
    text = "\n".join(one.text for one in document_of(report).paragraphs)
    assert "Date: 2026-03-14" in text
    assert f"Collection: {report.brief.generation}" in text
    assert "1. Exit: hand services over to district councils and national partners [Country: Malawi]" in text
    warning = report.brief.warnings[0]
    assert f"{warning.question} {warning.queries[0].text}" in text


def test_management_s_answer_stands_below_a_recommendation(report: Report) -> None:
    told = [linked for item in report.items for linked in item.hit.linked]
    responses = [one.text for one in document_of(report).paragraphs if one.style.name == "Response"]
    assert told
    assert len(responses) == len(told)
    assert all(one.startswith(("Management response", "Recommendation", "Key action")) for one in responses)


def test_looks_come_from_styles_alone(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(bytes_of(report))) as package:
        parts = [parse_xml(package.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
    for part in parts:
        direct = {child.tag for run in part.iter(qn("w:rPr")) for child in run}
        assert direct <= {qn("w:rStyle")}
        own = {child.tag for properties in part.iter(qn("w:pPr")) for child in properties}
        assert own <= {qn("w:pStyle"), qn("w:sectPr")}


@pytest.mark.parametrize(
    ("language", "title", "worked"),
    [
        ("fr", "Des leçons pour votre projet", "Ce qui a marché"),
        ("es", "Lecciones para su borrador", "Lo que funcionó"),
    ],
)
def test_labels_are_in_the_language_of_the_draft(language: str, title: str, worked: str, brief: Brief) -> None:
    facts = brief.draft.model_copy(update={"language": language})
    made = report_of(brief.model_copy(update={"draft": facts}), MADE)
    texts = [one.text for one in document_of(made).paragraphs]
    assert texts[0] == title
    assert worked in texts


def test_without_an_address_a_footnote_names_the_record(brief: Brief) -> None:
    made = report_of(brief, MADE)
    text, _ = notes_of(made)[1]
    assert f"Record {made.items[0].hit.record_id}." in text


def test_an_office_program_prints_it(report: Report, converted: Callable[[bytes, str, str], Path]) -> None:
    with pypdfium2.PdfDocument(converted(bytes_of(report), "docx", "pdf")) as printed:
        plain = " ".join("".join(page.get_textpage().get_text_bounded() for page in printed).split())
    joined = re.sub(r"\s", "", plain).replace("\ufffe", "").replace("-", "")
    assert "Lessons for your draft" in plain
    for item in report.items:
        assert re.sub(r"\s", "", f"https://afterwise.example.org{item.hit.permalink}") in joined


def test_hostile_text_stays_text(
    hostile_data: Path, made_brief: Callable[..., Brief], converted: Callable[[bytes, str, str], Path]
) -> None:
    made = report_of(
        made_brief(open_searcher(hostile_data), [('<b>"Exit" \u202e & more</b>', "exit strategy")]),
        MADE,
        "https://afterwise.example.org",
    )
    assert made.items
    links = [link for _, links in notes_of(made).values() for link in links]
    assert all(link.startswith("https://afterwise.example.org/p/") for link in links)
    quoted = [one.text for one in document_of(made).paragraphs if one.style.name in QUOTES]
    assert any("<script>alert(1)</script>" in one for one in quoted)
    converted(bytes_of(made), "docx", "pdf")
