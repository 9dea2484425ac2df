"""DOCX: an annex of evidence to read and to print, with contents, quotations and citations."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.shared import Cm

from retrieval.address import source_address
from retrieval.answer import Hit
from service.exports.annex_links import bookmark, link_inside, link_out
from service.exports.annex_styles import Styles, page_numbers, prepare
from service.exports.annex_text import add_paragraph, add_run
from service.exports.base import ExportFormat
from service.exports.characters import printable
from service.exports.columns import said_again, told
from service.exports.result import Result

_BETWEEN = " · "
_HEADING, _STRONG = "Heading2", "Strong"  # identifiers in the template of python-docx


def write(result: Result) -> Iterator[bytes]:
    """The document; it is made whole in memory, bounded by the most that is exported at a time."""
    document = docx.Document()
    styles = prepare(document)
    document.core_properties.title = "Evidence annex"
    document.core_properties.author = "Afterwise"
    page_numbers(document, f"Afterwise{_BETWEEN}{result.exported}{_BETWEEN}generation {result.answer.generation}")
    document.add_heading("Evidence annex", 0)
    _question(document, result)
    if result.answer.hits:
        _contents(document, result.answer.hits, styles)
        document.add_heading("Evidence", 1)
    for hit in result.answer.hits:
        _hit(document, hit, result, styles)
    file = io.BytesIO()
    document.save(file)
    yield file.getvalue()


def _question(document: Document, result: Result) -> None:
    facts = {name: value for name, value in result.facts.items() if value}
    table = document.add_table(rows=0, cols=2, style="Facts table")
    table.autofit = False
    for name, value in facts.items():
        row = table.add_row().cells
        row[0].width, row[1].width = Cm(3), Cm(13)
        add_run(row[0].paragraphs[0], name.capitalize(), _STRONG)
        row[1].paragraphs[0].add_run(printable(value))


def _contents(document: Document, hits: list[Hit], styles: Styles) -> None:
    document.add_heading("Contents", 1)
    for hit in hits:
        link_inside(add_paragraph(document, styles.contents.style_id), _heading(hit), _name(hit))


def _hit(document: Document, hit: Hit, result: Result, styles: Styles) -> None:
    bookmark(add_paragraph(document, _HEADING), _heading(hit), _name(hit), number=hit.rank)
    add_paragraph(document, styles.facts.style_id, _BETWEEN.join(_facts(hit)))
    for paragraph in filter(str.strip, printable(hit.text).split("\n")):
        add_paragraph(document, styles.quotation(hit.language).style_id, paragraph)
    for linked in hit.linked:
        who, said = told(linked)
        response = add_paragraph(document, styles.response.style_id)
        add_run(response, f"{_capital(who)}: ", _STRONG)
        add_run(response, printable(said))
    citation = add_paragraph(document, styles.citation.style_id)
    source = source_address(hit.document.url, hit.anchor.page)
    line = printable(hit.citation)
    if source and line.endswith(source):
        add_run(citation, line.removesuffix(source))
        link_out(citation, source, source)
    else:
        add_run(citation, line)
    for other in hit.also:
        add_paragraph(document, styles.citation.style_id, f"Also said in: {printable(said_again(other))}")
    if result.address:
        address = result.permalink(hit.permalink)
        link_out(add_paragraph(document, styles.citation.style_id), address, address)


def _heading(hit: Hit) -> str:
    """The record in the contents and above its text: "3. Lesson: Better Work Haiti (2017)"."""
    year = f" ({hit.year})" if hit.year else ""
    return " ".join(printable(f"{hit.rank}. {_kind(hit)}: {hit.document.title}{year}").split())


def _facts(hit: Hit) -> list[str]:
    """Where it stands, where it was, what management made of it: what the source says and no more."""
    number = f"evaluation {hit.document.number}" if hit.document.number else None
    place = [
        hit.anchor.page and f"page {hit.anchor.page}",
        hit.anchor.paragraph and f"paragraph {hit.anchor.paragraph}",
    ]
    status = " / ".join(filter(None, [hit.status, hit.progress]))
    words = [
        hit.document.publisher.upper(),
        hit.document.evaluation_type,
        number,
        hit.title,
        ", ".join(hit.facets.countries),
        *place,
        f"management: {status}" if status else None,
        None if hit.whole else "excerpt",
    ]
    return [printable(word) for word in words if word]


def _kind(hit: Hit) -> str:
    return _capital(hit.kind.value.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name(hit: Hit) -> str:
    return f"hit_{hit.rank}"


FORMAT = ExportFormat("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", write)
