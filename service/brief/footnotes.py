"""Footnotes of a DOCX, which python-docx keeps and does not write.

A document with footnotes has a part of its own for their texts (ECMA-376, part 1, 11.3.7), which begins with the two
lines that part them from the page, and each text is called by its number from the running text (17.11).
"""

from __future__ import annotations

from typing import Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.shared import Cm, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from service.exports.annex_links import element

_PART: Final = PackURI("/word/footnotes.xml")
_LINES: Final = ("separator", "continuationSeparator")  # numbered -1 and 0, so that the first note is 1


class Footnotes:
    """The footnotes of one new document, numbered from 1 in the order in which they are added."""

    def __init__(self, document: Document) -> None:
        self._text, self._mark = _styles(document)
        self._part = StoryPart(_PART, CONTENT_TYPE.WML_FOOTNOTES, _empty(), document.part.package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        _announce(document)
        self.count = 0

    def add(self, paragraph: Paragraph) -> Paragraph:
        """Call a new footnote at the end of a paragraph. The note's own paragraph, to be filled."""
        self.count += 1
        call = element("w:footnoteReference")
        call.set(qn("w:id"), str(self.count))
        paragraph.add_run(style=self._mark)._r.append(call)
        note = element("w:footnote")
        note.set(qn("w:id"), str(self.count))
        self._part.element.append(note)
        text = element("w:p")
        note.append(text)
        filled = Paragraph(text, self._part)  # type: ignore[arg-type]
        filled.style = self._text
        filled.add_run(style=self._mark)._r.append(element("w:footnoteRef"))
        filled.add_run(" ")
        return filled


def _styles(document: Document) -> tuple[ParagraphStyle, CharacterStyle]:
    """The styles under Word's own names for them, so that an office's template gives footnotes its own look."""
    text: ParagraphStyle = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(8.5)
    text.paragraph_format.space_after = Pt(2)
    text.paragraph_format.line_spacing = 1
    text.paragraph_format.left_indent, text.paragraph_format.first_line_indent = Cm(0.4), Cm(-0.4)
    mark: CharacterStyle = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    return text, mark


def _empty() -> BaseOxmlElement:
    lines = "".join(
        f'<w:footnote w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:footnote>'
        for number, name in enumerate(_LINES, start=-1)
    )
    return parse_xml(f"<w:footnotes {nsdecls('w', 'r')}>{lines}</w:footnotes>")


def _announce(document: Document) -> None:
    """Name the two lines in the settings, before what comes after them there (17.15.1.78)."""
    names = element("w:footnotePr")
    for number in range(-1, len(_LINES) - 1):
        line = element("w:footnote")
        line.set(qn("w:id"), str(number))
        names.append(line)
    document.settings.element.find(qn("w:compat")).addprevious(names)
