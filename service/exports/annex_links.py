"""Links inside and out of a DOCX, which python-docx reads and does not write."""

from __future__ import annotations

from typing import cast

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LINK_STYLE = "Hyperlink"
CONTENTS_STYLE = "Contents link"


def link_out(paragraph: Paragraph, text: str, address: str) -> None:
    """Add a text that leads to an address of the web."""
    link = element("w:hyperlink")
    relations = paragraph.part.rels
    name = f"rIdLink{len(relations)}"  # python-docx would look through all links for the same address and a free name
    relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, name, is_external=True)
    link.set(qn("r:id"), name)
    _add(paragraph, link, text, LINK_STYLE)


def link_inside(paragraph: Paragraph, text: str, name: str) -> None:
    """Add a text that leads to a bookmark."""
    link = element("w:hyperlink")
    link.set(qn("w:anchor"), name)
    _add(paragraph, link, text, CONTENTS_STYLE)


def bookmark(paragraph: Paragraph, text: str, name: str, number: int) -> None:
    """Add a text that links inside the document lead to. `number` is one that no other bookmark has."""
    start, end = element("w:bookmarkStart"), element("w:bookmarkEnd")
    for one in (start, end):
        one.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.append(start)
    paragraph.add_run(text)
    paragraph._p.append(end)


def element(tag: str) -> BaseOxmlElement:
    """A new element of a document, by its name with prefix."""
    return cast("BaseOxmlElement", OxmlElement(tag))  # of any other prefix it would be a plain element


def _add(paragraph: Paragraph, link: BaseOxmlElement, text: str, style: str) -> None:
    run = Run(cast("CT_R", element("w:r")), paragraph)
    run.text = text
    run._r.style = style.replace(" ", "")  # its identifier: by name, python-docx looks through all styles each time
    link.append(run._r)
    paragraph._p.append(link)
