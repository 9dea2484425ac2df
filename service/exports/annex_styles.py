"""How the annex looks: all in styles, so that an office can give it its own look with one template."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from service.exports.annex_links import CONTENTS_STYLE, LINK_STYLE, element
from service.pages.direction import direction_of

_INK, _BLUE, _GREY = RGBColor(0x1C, 0x25, 0x2E), RGBColor(0x14, 0x4E, 0x6E), RGBColor(0x55, 0x60, 0x6A)
# The order of elements in w:pPr is fixed (ECMA-376, part 1, 17.3.1.26); what python-docx writes comes after these.
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", *_AFTER_BIDI)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of the annex's own kinds of paragraph."""

    contents: ParagraphStyle
    facts: ParagraphStyle
    quote: ParagraphStyle
    quote_from_right: ParagraphStyle
    response: ParagraphStyle
    citation: ParagraphStyle

    def quotation(self, language: str | None) -> ParagraphStyle:
        """The style of a quotation in a language."""
        return self.quote_from_right if direction_of(language) == "rtl" else self.quote


def prepare(document: Document) -> Styles:
    """Set up A4 pages and the styles of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(10.5), _INK
    for name, size in (("Title", 24), ("Heading 1", 15), ("Heading 2", 11.5)):
        heading = document.styles[name]
        heading.font.size, heading.font.color.rgb = Pt(size), _BLUE
        heading.paragraph_format.keep_with_next = True
    for name, underline in ((LINK_STYLE, True), (CONTENTS_STYLE, False)):
        link = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb, link.font.underline = _BLUE, underline
    table = document.styles.add_style("Facts table", WD_STYLE_TYPE.TABLE)
    table.base_style = document.styles["Normal Table"]
    return Styles(
        contents=_paragraph(document, "Contents line", after=2),
        facts=_paragraph(document, "Facts", size=9, color=_GREY, after=4, keep=True),
        quote=_bordered(_quote(document.styles["Quote"]), "left"),
        quote_from_right=_bordered(_quote(_paragraph(document, "Quote from the right")), "right"),
        response=_paragraph(document, "Response", indent=0.6, after=4),
        citation=_paragraph(document, "Citation", size=9, color=_GREY, after=4),
    )


def page_numbers(document: Document, text: str, page: str = "page") -> None:
    """Write a text and the number of the page, which `page` names, at the foot of every page."""
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run(f"{text} · {page} ")
    field = element("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _paragraph(
    document: Document,
    name: str,
    *,
    size: float | None = None,
    color: RGBColor | None = None,
    after: float = 6,
    indent: float = 0,
    keep: bool = False,
) -> ParagraphStyle:
    """A new style. Lengths: size and space after it in points, indent in centimetres."""
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size, style.font.color.rgb = size and Pt(size), color
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.left_indent = Cm(indent)
    style.paragraph_format.keep_with_next = keep
    return style


def _quote(style: ParagraphStyle) -> ParagraphStyle:
    """A quotation: upright, because italics tire the eye in long texts, with a line at its side."""
    style.font.italic, style.font.color.rgb = False, _INK
    style.paragraph_format.left_indent = Cm(0.6)
    style.paragraph_format.space_after = Pt(4)
    return style


def _bordered(style: ParagraphStyle, side: str) -> ParagraphStyle:
    """Draw a line at the side where reading begins; "right" also has the text run from there."""
    borders, line = element("w:pBdr"), element(f"w:{side}")
    for name, value in {"val": "single", "sz": "12", "space": "8", "color": str(_BLUE)}.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, *_AFTER_BORDERS)
    if side == "right":
        properties.insert_element_before(element("w:bidi"), *_AFTER_BIDI)
    return style
