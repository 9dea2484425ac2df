"""HTML → blocks: the main content of a page; headings, lists, tables and captions by their elements."""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from index.errors import SourceError
from index.readers import sandbox
from index.readers.blocks import ReadDocument, Role
from index.readers.characters import one_spaced, plain_characters
from index.readers.decoding import decode
from index.readers.drafts import assemble
from index.readers.html_blocks import drafts_of
from index.readers.html_dom import content_of
from index.readers.limits import MAX_HTML_BYTES
from index.readers.plain_roles import enough_headings, set_headings, set_roles, title_of

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page must name its encoding (HTML Living Standard, 4.2.5.4)
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|div|p|h[1-6]|table|ul|article|main|section|span|br)\b", re.IGNORECASE
)


def read(path: Path) -> ReadDocument:
    """The document in an HTML file, read in a worker process. Raises SourceError where it cannot be read."""
    return sandbox.read(path, __name__, MAX_HTML_BYTES)


def parse(data: bytes, name: str) -> ReadDocument:
    """The document in the bytes of an HTML page. Raises SourceError, naming `name`, where they hold none."""
    if not _MARKUP.search(data.replace(b"\0", b"")):
        raise SourceError(f"{name}: this is not an HTML page.", hint="Check the file's extension.")
    tree = LexborHTMLParser(_decoded(data, name))
    title, metadata = _title(tree), _metadata(tree)
    content = content_of(tree)
    drafts = [draft for draft in drafts_of(content) if draft.text] if content is not None else []
    if not drafts:
        raise SourceError(
            f"{name}: the page holds no text of its own.",
            hint="Pages that a script fills must be saved from the browser after they were shown.",
        )
    set_roles(drafts)
    if not enough_headings(drafts):
        set_headings(drafts)
    first = next((draft.text for draft in drafts if draft.role is Role.HEADING and draft.level == 1), None)
    return assemble(name, drafts, title=first or title or title_of(drafts), metadata=metadata)


def _decoded(data: bytes, name: str) -> str:
    """The page's text, by the encoding that it names where that one works."""
    named = _CHARSET.search(data[:_HEAD])
    if named is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # pages lie about their encoding
    return decode(data, name)


def _title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("title")
    return one_spaced(plain_characters(node.text())) or None if node is not None else None


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    """The page's own address, where it states one."""
    for selector, attribute in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        node = tree.css_first(selector)
        address = (node.attributes.get(attribute) or "").strip() if node is not None else ""
        if address.startswith(("https://", "http://")):
            return {"url": address}
    return {}
