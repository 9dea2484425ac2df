"""PDF → blocks. The steps, each in a file of its own:

characters (`pdf_chars`) → segments of lines (`pdf_text`, `page_lines`) → without furniture (`page_furniture`) and notes
(`page_notes`) → flows of lines and rows of cells (`page_rows`) → paragraphs (`pdf_paragraphs`) and tables
(`page_tables`) in reading order (`pdf_items`) → joined over page ends (`pdf_joins`) → headings by their fonts
(`pdf_headings`) → blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from index.errors import SourceError
from index.readers import sandbox
from index.readers.blocks import ReadDocument, Role
from index.readers.drafts import Draft, assemble
from index.readers.heading_shapes import is_caption
from index.readers.hyphens import Vocabulary
from index.readers.limits import MAX_PAGES
from index.readers.markers import is_list_item, printed_number
from index.readers.page_furniture import without_furniture
from index.readers.page_notes import Body, body_of, numbers_of, take_notes, without_marks
from index.readers.page_rows import rows
from index.readers.page_tables import Table
from index.readers.pdf_document import opened, read_page
from index.readers.pdf_headings import headings, levels, title
from index.readers.pdf_items import Item, items
from index.readers.pdf_joins import join_pages
from index.readers.pdf_paragraphs import boxes_of, joined_text, usual_pitch
from index.readers.pdf_text import Page, Segment
from index.readers.wrapping import ends_sentence

_NO_TITLE = re.compile(r"n/?a|untitled.*|microsoft word - .*|.*\.(?:docx?|pdf|indd|pptx?)|\W*", re.IGNORECASE)

Notes = list[list[Segment]]  # the notes of one page, each a list of lines


def read(path: Path) -> ReadDocument:
    """The document in a PDF file, read in a worker process. Raises SourceError where it cannot be read."""
    return sandbox.read(path, __name__)


def parse(data: bytes, name: str) -> ReadDocument:
    """The document in a PDF's bytes. Raises SourceError, naming file and page, for a PDF without readable text."""
    with opened(data, name) as document:
        count = len(document)
        if count > MAX_PAGES:
            raise SourceError(
                f"{name}: {count:,} pages are more than a document may have ({MAX_PAGES:,}).",
                hint="Split the document.",
            )
        pages = [read_page(document, number, name) for number in range(1, count + 1)]
        own_title = str(document.get_metadata_value("Title")).strip()
    if not any(segment.text for page in pages for segment in page.segments):
        raise SourceError(
            f"{name}: none of its {count} pages has any text; they are scanned images.",
            hint="Run text recognition (OCR) over the PDF first, for example with ocrmypdf.",
        )
    return _document(pages, name, None if _NO_TITLE.fullmatch(own_title) else own_title)


def _document(pages: list[Page], name: str, own_title: str | None) -> ReadDocument:
    without_furniture(pages)
    body = body_of(pages)
    notes = _notes(pages, body)
    vocabulary = Vocabulary(segment.text for page in pages for segment in page.segments)
    arranged = [rows(page.segments) for page in pages]
    pitch = usual_pitch([cell for page in arranged for row in page for cell in row.cells])
    found = [items(page, number, pitch, vocabulary) for number, page in enumerate(arranged, 1)]
    join_pages(found, body, vocabulary)
    in_order = [item for page in found for item in page]
    heads = headings(in_order, body)
    ranks = {id(head): level for head, level in zip(heads, levels(heads), strict=True)}
    drafts = [
        draft
        for number, (page, page_notes) in enumerate(zip(found, notes, strict=True), 1)
        for draft in (
            *(_draft(item, ranks.get(id(item))) for item in page),
            *(_note_draft(note, number, vocabulary) for note in page_notes),
        )
    ]
    return assemble(name, drafts, title=own_title or title(in_order, body), pages=len(pages))


def _notes(pages: Sequence[Page], body: Body) -> list[Notes]:
    """The notes of each page; their marks are taken out of the pages' text. A note's second half joins the first."""
    out: list[Notes] = []
    note_open = False
    for page in pages:
        notes = take_notes(page, body, note_open=note_open)
        out.append(notes)
        note_open = bool(notes) and not ends_sentence(notes[-1][-1].text)
    numbers = numbers_of([note for notes in out for note in notes], pages)
    without_marks((segment for page in pages for segment in page.segments), numbers)
    return out


def _draft(item: Item, level: int | None) -> Draft:
    if isinstance(item, Table):
        return Draft(item.text, Role.TABLE, item.page, boxes=item.boxes)
    if level is not None:
        return Draft(item.text, Role.HEADING, item.page, level=level, boxes=item.boxes)
    if is_caption(item.text):
        return Draft(item.text, Role.CAPTION, item.page, boxes=item.boxes)
    number = printed_number(item.text)
    role = Role.LIST_ITEM if number is None and is_list_item(item.text) else Role.PARAGRAPH
    return Draft(item.text, role, item.page, number, boxes=item.boxes)


def _note_draft(note: Sequence[Segment], page: int, vocabulary: Vocabulary) -> Draft:
    return Draft(joined_text(note, vocabulary), Role.FOOTNOTE, page, boxes=boxes_of(note, page))
