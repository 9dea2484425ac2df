"""Text in Markdown → blocks, by way of HTML, whose reader knows headings, lists and tables.

Only for what is known to be Markdown, as a draft that somebody sends: a report that a converter made from a PDF holds
mere remains of it, which the reader of plain text takes out (markdown.py).
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from index.readers import html
from index.readers.blocks import ReadDocument
from index.readers.decoding import decode

_HEADING = re.compile(rb"^ {0,3}#{1,6} +[^\s#]|^[^\s>|=-][^\n]{0,200}\n={3,}[ \t]*\r?$", re.MULTILINE)


def is_marked(data: bytes) -> bool:
    """Whether a text file is Markdown: it has a heading with its marks.

    The name alone does not tell. Without such headings, "1. Background" on a line would be taken for a list.
    """
    return _HEADING.search(data) is not None


def parse(data: bytes, name: str) -> ReadDocument:
    """The document in the bytes of a Markdown file. HTML in it is text. Raises SourceError, naming `name`."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = reader.render(decode(data, name))
    return html.parse(f'<!doctype html><html><meta charset="utf-8"><body>{body}</body></html>'.encode(), name)
