"""DOCX → blocks: headings by their styles, numbers as printed, lists, tables, notes where they are referred to.

Running heads and feet are parts of their own in this format and never read. There are no pages: they exist only once
a word processor has set the text.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import LxmlError, _Element

from index.errors import SourceError
from index.readers import sandbox
from index.readers.blocks import ReadDocument, Role
from index.readers.characters import one_spaced, plain_characters
from index.readers.docx_numbering import Label, Numbering
from index.readers.docx_styles import Style, Styles
from index.readers.docx_text import Piece, piece_of, text_boxes
from index.readers.drafts import Draft, assemble
from index.readers.hyphens import without_soft_hyphens
from index.readers.plain_roles import enough_headings, set_headings, set_roles, title_of
from index.readers.wrapping import ends_sentence
from index.readers.zip_guard import check_package

_BOLD_HEADING = 150  # characters of a bold paragraph that may be a heading
_ENUMERATED = {"lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}
# What python-docx and lxml raise over parts that are missing, cut off or not what they should be.
_DAMAGE: tuple[type[Exception], ...] = (OpcError, LxmlError, zipfile.BadZipFile, zlib.error)
_DAMAGE += (EOFError, OSError, KeyError, ValueError, AttributeError, TypeError, NotImplementedError)
_DEEPEST_TABLE = 8  # tables in tables
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def read(path: Path) -> ReadDocument:
    """The document in a DOCX file, read in a worker process. Raises SourceError where it cannot be read."""
    return sandbox.read(path, __name__)


def parse(data: bytes, name: str) -> ReadDocument:
    """The document in the bytes of a DOCX file. Raises SourceError, naming `name`, where they hold none."""
    check_package(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
        drafts = [draft for draft in reader.drafts(document.element.body) if draft.text]
        title = one_spaced(document.core_properties.title or "")
    except _DAMAGE as error:
        raise SourceError(
            f"{name}: this is not a DOCX file, or it is damaged or was cut off.",
            hint="Open the document in a word processor and save it again.",
        ) from error
    if not drafts:
        raise SourceError(f"{name}: the document holds no text.", hint="Check that the right file was saved.")
    set_roles(drafts)
    if not enough_headings(drafts):
        set_headings(drafts)
    return assemble(name, drafts, title=title or reader.title or title_of(drafts))


class _Reader:
    """Walks one document. `title` is the text in the style Title, once it was seen."""

    def __init__(self, document: Document) -> None:
        related = {rel.reltype: rel.target_part for rel in document.part.rels.values() if not rel.is_external}
        parts = {kind: related.get(_RELATION + kind) for kind in ("styles", "numbering", "footnotes", "endnotes")}
        roots = {kind: parse_xml(part.blob) if part is not None else None for kind, part in parts.items()}
        self._styles = Styles(roots["styles"])
        self._numbering = Numbering(roots["numbering"])
        self._notes = {f"{kind}note": _notes(roots[f"{kind}notes"], f"w:{kind}note") for kind in ("foot", "end")}
        self._noted = 0
        self.title: str | None = None

    def drafts(self, parent: _Element, depth: int = 0) -> Iterator[Draft]:
        """The blocks of the paragraphs and tables below `parent`, in order."""
        for element in parent.iterchildren():
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element, depth)
            elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}:
                yield from self.drafts(element, depth)

    def _paragraph(self, element: _Element) -> Iterator[Draft]:
        style, piece = self._styles.of(element), piece_of(element)
        if any(map(str.strip, piece.lines)):
            yield from self._text(style, piece)
        for kind, identifier in piece.notes:
            self._noted += 1
            note = self._notes[kind].get(identifier, "")
            yield Draft(f"{self._noted} {note}" if note else "", Role.FOOTNOTE)
        for inner in text_boxes(element):
            yield from self._paragraph(inner)

    def _text(self, style: Style, piece: Piece) -> Iterator[Draft]:
        label = self._numbering.label(*style.list_of) if style.list_of is not None else None
        if style.level is not None or style.name.lower() == "title" or self._is_bold_heading(style, piece, label):
            text = _clean(piece.text)
            if style.name.lower() == "title":
                self.title = self.title or text
            level = style.level or (1 if style.name.lower() == "title" else None)
            # A bold line stands below all headings that have a style.
            yield Draft(_labelled(label, text), Role.HEADING, level=level or 9)
        elif style.name.lower().startswith("toc "):
            yield Draft("\t".join(_clean(cell) for cell in piece.text.split("\t") if cell.strip()), Role.TABLE)
        elif style.name.lower() == "caption":
            yield Draft(_clean(piece.text), Role.CAPTION)
        elif label is not None:
            yield _listed(label, _clean(piece.text))
        else:
            for line in piece.lines:
                yield Draft(_clean(line))

    @staticmethod
    def _is_bold_heading(style: Style, piece: Piece, label: Label | None) -> bool:
        text = piece.text.strip()
        if (
            not (piece.bold or style.bold)
            or len(text) > _BOLD_HEADING
            or (label is not None and label.format == "bullet")
        ):
            return False
        return not ends_sentence(text) and not text[:1].islower() and sum(map(str.isalpha, text)) > 2

    def _table(self, element: _Element, depth: int) -> Iterator[Draft]:
        """A table as one block; rows of one cell are text that only stands in the table, and come as such."""
        rows: list[str] = []
        for row in element.iterchildren(qn("w:tr")):
            cells = list(row.iterchildren(qn("w:tc")))
            if len(cells) == 1:
                yield Draft("\n".join(rows), Role.TABLE)
                rows = []
                if depth < _DEEPEST_TABLE:
                    yield from self.drafts(cells[0], depth + 1)
            else:
                rows.append("\t".join(self._cells(row)).rstrip("\t"))
        yield Draft("\n".join(row for row in rows if row), Role.TABLE)

    def _cells(self, row: _Element) -> Iterator[str]:
        for cell in row.iterchildren(qn("w:tc")):
            pieces = (piece_of(paragraph) for paragraph in cell.iter(qn("w:p")))
            yield _clean(" ".join(piece.text for piece in pieces))
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            # A cell over several columns leaves the others empty, so that columns keep their places.
            yield from [""] * (min(int(span.get(qn("w:val"), "1")), 64) - 1 if span is not None else 0)


def _listed(label: Label, text: str) -> Draft:
    if label.format == "bullet" or label.format in _ENUMERATED:
        return Draft(_labelled(label, text), Role.LIST_ITEM)
    return Draft(_labelled(label, text), Role.PARAGRAPH, paragraph=label.text.strip("().:–- ") or None)


def _labelled(label: Label | None, text: str) -> str:
    return f"{label.text} {text}".strip() if label is not None and text else text


def _notes(root: _Element | None, tag: str) -> dict[str, str]:
    """The text of each note by its id. Separators have types and are no notes."""
    out: dict[str, str] = {}
    for note in root.iter(qn(tag)) if root is not None else ():
        if note.get(qn("w:type")) in {None, "normal"}:
            out[note.get(qn("w:id"), "")] = _clean(" ".join(piece_of(p).text for p in note.iter(qn("w:p"))))
    return out


def _clean(text: str) -> str:
    return one_spaced(plain_characters(without_soft_hyphens(text)).replace("\n", " "))
