"""HTML: the main content and nothing else; structure by elements."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceError
from index.readers import html
from index.readers.blocks import ReadDocument, Role

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Wells | Office</title>
<link rel="canonical" href="https://example.org/wells"></head><body>
<header><a href="/">Home</a> <a href="/about">About us</a></header>
<nav><ul><li>Menu one</li><li>Menu two</li></ul></nav>
<main><div class="breadcrumbs">Home &gt; Wells</div>
<h1>A review of <em>wells</em></h1>
<h2>Findings</h2>
<p>Most pumps were kept in working&nbsp;order<sup><a href="#n1">1</a></sup> by caretakers.</p>
<ul><li>They were trained<ul><li>twice a year</li></ul></li><li>and they were paid.</li></ul>
<ol start="4"><li>Fourth</li><li>Fifth</li></ol>
<h2>Actions</h2>
<table><caption>Table 1. Key actions</caption><tr><th>Action</th><th>Unit</th><th>Due</th></tr>
<tr><td colspan="2">Train all caretakers</td><td>June 2025</td></tr></table>
<p>Call us:<br>the office</p>
<script>var x = "not text";</script><p hidden>secret</p>
<section class="footnotes"><ol><li id="n1">Two districts share one.</li></ol></section>
</main><aside>Related reports</aside><footer>Contact us</footer></body></html>"""


def _parse(page: str) -> ReadDocument:
    return html.parse(page.encode(), "wells.html")


def test_content_without_what_surrounds_it() -> None:
    text = _parse(PAGE).text
    for outside in ("Home", "Menu", "Related", "Contact", "not text", "secret"):
        assert outside not in text


def test_structure_by_elements() -> None:
    assert [(b.role, b.text) for b in _parse(PAGE).blocks] == [
        (Role.HEADING, "A review of wells"),
        (Role.HEADING, "Findings"),
        (Role.PARAGRAPH, "Most pumps were kept in working order by caretakers."),
        (Role.LIST_ITEM, "• They were trained"),
        (Role.LIST_ITEM, "• twice a year"),
        (Role.LIST_ITEM, "• and they were paid."),
        (Role.LIST_ITEM, "4. Fourth"),
        (Role.LIST_ITEM, "5. Fifth"),
        (Role.HEADING, "Actions"),
        (Role.CAPTION, "Table 1. Key actions"),
        (Role.TABLE, "Action\tUnit\tDue\nTrain all caretakers\t\tJune 2025"),
        (Role.PARAGRAPH, "Call us:"),
        (Role.PARAGRAPH, "the office"),
        (Role.FOOTNOTE, "1. Two districts share one."),
    ]


def test_paths_title_and_address() -> None:
    document = _parse(PAGE)
    assert document.title == "A review of wells"
    assert document.metadata == {"url": "https://example.org/wells"}
    table = next(b for b in document.blocks if b.role is Role.TABLE)
    assert table.heading_path == ("A review of wells", "Actions")


def test_tables_that_lay_out_a_page_are_no_data() -> None:
    page = (
        "<html><body><table><tr><td><h1>Title</h1><p>One.</p><p>Two.</p></td><td>Side</td></tr></table></body></html>"
    )
    assert [b.role for b in _parse(page).blocks] == [Role.HEADING, *[Role.PARAGRAPH] * 3]


@pytest.mark.parametrize(
    ("declared", "actual"),
    [("windows-1252", "cp1252"), ("iso-8859-15", "iso-8859-15"), ("utf-8", "cp1252"), ("nonsense", "utf-8")],
)
def test_encodings_as_declared_and_as_not(declared: str, actual: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>L\u2019évaluation coûte 5 €.</p></body></html>'
    if actual == "iso-8859-15":
        page = page.replace("\u2019", "'")
    text = html.parse(page.encode(actual), "page.html").text
    assert text.replace("'", "\u2019") == "L\u2019évaluation coûte 5 €."


def test_right_to_left_text_stays_in_reading_order() -> None:
    page = '<html dir="rtl"><body><p>التقييم <b>النهائي</b> للمشروع.</p></body></html>'
    assert _parse(page).text == "التقييم النهائي للمشروع."


@pytest.mark.parametrize(
    ("page", "reason"),
    [("just words", "not an HTML page"), ("<html><body><script>go()</script></body></html>", "no text of its own")],
)
def test_pages_without_text_are_named(page: str, reason: str) -> None:
    with pytest.raises(SourceError, match=rf"wells\.html.*{reason}"):
        _parse(page)


def test_real_article(shared: Path) -> None:
    document = html.read(shared / "data" / "reports" / "unhcr_rag_extraction_article.html")
    headings = [(b.level, b.text) for b in document.blocks if b.role is Role.HEADING and b.level == 2]
    assert [text for _, text in headings][:3] == [
        "Executive Summary",
        "Introduction",
        "Retrieval & Generation Pipeline",
    ]
    assert "Table of contents" not in document.text
