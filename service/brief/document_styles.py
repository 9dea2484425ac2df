"""How the brief looks in Word: those of the annex, and a table of sources. All in styles, none on a paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.styles.style import ParagraphStyle, _TableStyle
from docx.table import Table

from service.exports import annex_styles
from service.exports.annex_links import element

_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
_EDGES = ("top", "bottom", "insideH")


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of the brief's own kinds of paragraph, and the widths of the table of sources."""

    annex: annex_styles.Styles
    below: ParagraphStyle  # what a quotation is, under it
    cell: ParagraphStyle
    made: ParagraphStyle  # what was understood and searched for
    sources: _TableStyle
    widths: tuple[Length, ...] = (Cm(11.5), Cm(1.6), Cm(2.9))

    @property
    def facts(self) -> ParagraphStyle:
        """Small and grey: how a section is supported."""
        return self.annex.facts

    @property
    def contents(self) -> ParagraphStyle:
        """Close lines: lists."""
        return self.annex.contents

    @property
    def response(self) -> ParagraphStyle:
        """What management answered."""
        return self.annex.response

    def quotation(self, language: str | None) -> ParagraphStyle:
        """The style of a quotation in a language."""
        return self.annex.quotation(language)


def prepare(document: Document) -> Styles:
    """Set up pages and styles of a new document."""
    annex = annex_styles.prepare(document)
    section, normal = document.sections[0], document.styles["Normal"]
    section.top_margin = section.bottom_margin = Cm(2)
    normal.font.size, normal.paragraph_format.line_spacing = Pt(10), 1.05
    for heading, before in (("Heading 1", 14), ("Heading 2", 8)):
        spacing = document.styles[heading].paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(3)
    for quote in (annex.quote, annex.quote_from_right):
        quote.paragraph_format.space_before, quote.paragraph_format.space_after = Pt(4), Pt(2)
    annex.response.font.size, annex.response.paragraph_format.space_after = Pt(9.5), Pt(2)
    below: ParagraphStyle = document.styles.add_style("Quotation facts", WD_STYLE_TYPE.PARAGRAPH)
    below.base_style = annex.facts
    below.paragraph_format.left_indent, below.paragraph_format.space_after = Cm(0.6), Pt(3)
    below.paragraph_format.keep_with_next = False
    cell, made = (_small(document, name) for name in ("Table text", "How it was made"))
    table: _TableStyle = document.styles.add_style("Sources table", WD_STYLE_TYPE.TABLE)
    table.base_style = document.styles["Normal Table"]
    borders = element("w:tblBorders")
    for edge in _EDGES:
        line = element(f"w:{edge}")
        for name, value in {"val": "single", "sz": "4", "space": "0", "color": "B8C2C8"}.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = element("w:tblPr")
    properties.append(borders)
    table.element.append(properties)
    return Styles(annex, below, cell, made, table)


def _small(document: Document, name: str) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size, style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(8.5), Pt(2), 1
    return style


def set_table(table: Table, styles: Styles) -> None:
    """Give a filled table its widths; its first row stands at the head of every page, and none is torn in two."""
    for column, width in zip(table.columns, styles.widths, strict=True):
        column.width = width
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("w:cantSplit"))
        if number == 0:
            properties.append(element("w:tblHeader"))
        for cell, width in zip(row.cells, styles.widths, strict=True):
            cell.width = width
            cell.paragraphs[0].style = styles.cell


def language_of(document: Document, code: str) -> None:
    """Tell spelling checkers which language the labels are in; quotations may be in others."""
    document.core_properties.language = _LANGUAGES[code]
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGES[code])
