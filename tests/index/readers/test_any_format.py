"""What goes into a document comes out of its reader: the same characters, in order, and spans that point at them."""

from __future__ import annotations

import html as markup
import io
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.readers import docx as docx_reader
from index.readers import html as html_reader
from index.readers import pdf as pdf_reader
from index.readers import plain as plain_reader
from index.readers.blocks import ReadDocument

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèüñßÅœ"
WORDS = st.builds(
    lambda letters, end: letters + end,
    st.text(LETTERS, min_size=2, max_size=12),
    st.sampled_from(["", "", "", ",", ";", "’s", "-so"]),
)
# Words differ, because lines that return at the edges of pages are furniture, and are meant to go.
DOCUMENTS = st.lists(WORDS, min_size=1, max_size=400, unique_by=str.lower).flatmap(
    lambda words: st.lists(st.integers(3, 60), min_size=1, max_size=len(words)).map(lambda sizes: _cut(words, sizes))
)
LINE = 70  # characters
PAGE = 12  # lines


def _cut(words: Sequence[str], sizes: Sequence[int]) -> list[str]:
    """Paragraphs of so many words each, with a full stop at the end; all words are used."""
    out, at = [], 0
    for size in [*sizes, len(words)]:
        if words[at : at + size]:
            out.append(" ".join(words[at : at + size]).rstrip(",;-") + ".")
        at += size
    return out


def _characters(text: str) -> str:
    return "".join(text.replace("-", "").split())


def _as_text(paragraphs: Sequence[str]) -> ReadDocument:
    wrapped = "\n\n".join(textwrap.fill(p, LINE, break_long_words=False, break_on_hyphens=False) for p in paragraphs)
    return plain_reader.parse(wrapped.encode(), "generated.txt")


def _as_html(paragraphs: Sequence[str]) -> ReadDocument:
    body = "\n".join(f"<div><p>{markup.escape(p)}</p></div>" for p in paragraphs)
    page = f"<!DOCTYPE html><html><head><title>t</title></head><body><nav>Menu</nav><main>{body}</main></body></html>"
    return html_reader.parse(page.encode(), "generated.html")


def _as_docx(paragraphs: Sequence[str]) -> ReadDocument:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return docx_reader.parse(out.getvalue(), "generated.docx")


@pytest.mark.parametrize("read", [_as_text, _as_html, _as_docx])
@settings(max_examples=25, deadline=None)
@given(paragraphs=DOCUMENTS)
def test_same_characters_in_order(read: Callable[[Sequence[str]], ReadDocument], paragraphs: list[str]) -> None:
    document = read(paragraphs)
    assert _characters(document.text) == _characters("".join(paragraphs))
    _check_spans(document)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paragraphs=DOCUMENTS)
def test_same_characters_in_order_in_pdf(pdf_of: Any, put: Any, paragraphs: list[str]) -> None:
    lines = []
    for paragraph in paragraphs:
        lines += [*textwrap.wrap(paragraph, LINE, break_long_words=False, break_on_hyphens=False), ""]
    pages = [lines[at : at + PAGE] for at in range(0, len(lines), PAGE)]
    document = pdf_reader.parse(
        pdf_of(
            [
                [put(60, 40, "Running head of the review"), put(300, 770, str(number))]
                + [put(60, 120 + 12 * row, line) for row, line in enumerate(page) if line]
                for number, page in enumerate(pages, 1)
            ]
        ),
        "generated.pdf",
    )
    head = _characters("Running head of the review") if len(pages) < 2 else ""
    assert _characters(document.text) == head + _characters("".join(paragraphs))
    assert document.pages == len(pages)
    _check_spans(document)
    for block in document.blocks:
        assert block.boxes
        assert block.boxes[0].page == block.page
        assert all(0 <= b.left < b.right <= 600 and 0 <= b.top < b.bottom <= 800 for b in block.boxes)


def _check_spans(document: ReadDocument) -> None:
    position = 0
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert block.start >= position
        position = block.end
