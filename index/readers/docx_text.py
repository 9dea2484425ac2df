"""Text of a Word paragraph: its runs, links, fields' results and tracked insertions, as a reader sees them.

Left out: deleted text, text boxes (they are paragraphs of their own), and the fallback copy that newer drawings carry
for older programs. Notes are collected where they are referred to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element

_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:instrText"), qn("w:rubyBase"), qn("w:pPr")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {qn("w:br"), qn("w:cr")}
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}


@dataclass(slots=True)
class Piece:
    """The text of a paragraph. `lines` parts it at line breaks; `notes` are (kind, id) in order of reference."""

    lines: list[str]
    bold: bool
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All lines, with spaces between them."""
        return " ".join(line for line in self.lines if line)


def piece_of(paragraph: _Element) -> Piece:
    """The text of a `w:p` element. `bold` says whether every run with letters in it is set in bold."""
    lines = [""]
    notes: list[tuple[str, str]] = []
    bold: list[bool] = []
    for element in _visible(paragraph):
        tag = element.tag
        if tag == qn("w:t"):
            text = element.text or ""
            lines[-1] += text
            if any(map(str.isalpha, text)):
                bold.append(_is_bold(element.getparent()))
        elif tag == qn("w:tab"):
            lines[-1] += "\t"
        elif tag == qn("w:noBreakHyphen"):
            lines[-1] += "-"
        elif tag in _BREAKS:
            lines.append("")
        elif tag in _NOTES:
            notes.append((_NOTES[tag], element.get(qn("w:id"), "")))
    return Piece(lines, bool(bold) and all(bold), notes)


def text_boxes(paragraph: _Element) -> Iterator[_Element]:
    """The paragraphs in the text boxes that are anchored in a paragraph, each once."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            yield from box.iterchildren(qn("w:p"))


def _visible(element: _Element) -> Iterator[_Element]:
    """The elements below `element` in document order, without those that are skipped. No recursion: files may nest."""
    stack = list(reversed(element))
    while stack:
        current = stack.pop()
        if current.tag in _SKIPPED or current.tag == _FALLBACK:
            continue
        yield current
        stack += reversed(current)


def _is_bold(run: _Element | None) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:b')}") if run is not None else None
    return mark is not None and mark.get(qn("w:val"), "true") not in {"0", "false", "off"}
