"""Paragraphs and runs of a DOCX whose styles are named by identifier.

python-docx looks through all styles each time that one is given as an object or by name: 3 ms a run, most of the time
that a long annex took.
"""

from __future__ import annotations

from docx.document import Document
from docx.text.paragraph import Paragraph


def add_paragraph(document: Document, style: str, text: str = "") -> Paragraph:
    """A new paragraph at the end of a document; `style` is the identifier of its style."""
    paragraph = document.add_paragraph(text)
    paragraph._p.style = style
    return paragraph


def add_run(paragraph: Paragraph, text: str, style: str | None = None) -> None:
    """A new run at the end of a paragraph; `style` is the identifier of a style of characters."""
    run = paragraph.add_run(text)
    if style is not None:
        run._r.style = style
