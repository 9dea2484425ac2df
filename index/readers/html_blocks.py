"""Elements of a page → drafts. One walk over the tree, without recursion: hostile pages nest without end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from index.readers.blocks import Role
from index.readers.characters import one_spaced, plain_characters
from index.readers.drafts import Draft
from index.readers.hyphens import without_soft_hyphens

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# fmt: off
_BREAKING = _HEADINGS.keys() | frozenset(
    {
        "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "hr", "legend", "li", "main", "ol",
        "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)
# fmt: on
_CAPTIONS = frozenset({"figcaption", "caption"})
_NOTE = re.compile(r"foot-?note|endnote", re.IGNORECASE)
_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡])\]?")


def drafts_of(content: LexborNode) -> Iterator[Draft]:
    """The blocks of the page whose content is `content`, in order; some may be empty."""
    walk = _Walk()
    for node, entering in _steps(content, walk):
        if not entering:
            walk.leave(node)
        yield from walk.flush()
    walk.end()
    yield from walk.flush()


def _steps(content: LexborNode, walk: _Walk) -> Iterator[tuple[LexborNode, bool]]:
    """Each node from `content` on, when the walk has entered it (True), and when it leaves one that it went into."""
    node, depth = content, 0
    while True:
        taken = walk.enter(node)
        yield node, True
        child = None if taken else node.child
        if child is not None:
            node, depth = child, depth + 1
            continue
        if not taken:
            yield node, False
        following = node.next if depth else None
        while depth and following is None:
            parent = node.parent
            if parent is None:
                return
            node, depth = parent, depth - 1
            yield node, False
            following = node.next if depth else None
        if following is None:
            return
        node = following


@dataclass(slots=True)
class _Walk:
    """What is open on the way: the text of the block so far, the lists, the element that gives the block its role."""

    text: list[str] = field(default_factory=list)
    done: list[Draft] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)  # the next number of each open list, None for bullets
    marker: str = ""
    heading: int | None = None
    caption: bool = False
    notes: int = 0  # open elements that hold notes

    def enter(self, node: LexborNode) -> bool:
        """Take in an element or a text; True if what is inside was taken in, too."""
        tag = node.tag
        if tag == "-text":
            self.text.append(node.text_content or "")
            return True
        if tag is None or tag.startswith(("-", "!")):
            return True
        if tag in _BREAKING:
            self.end()
        if tag == "table" and _is_data(node):
            self.done += _table(node)
            return True
        if tag in {"sup", "a"} and _is_mark(node):
            return True
        if tag in {"ul", "ol", "menu"}:
            self.lists.append(_number(node.attributes.get("start"), 1) if tag == "ol" else None)
        elif tag == "li" and self.lists:
            self._number_item(node)
        self.heading = _HEADINGS.get(tag, self.heading)
        self.caption = self.caption or tag in _CAPTIONS
        self.notes += _holds_notes(node)
        return False

    def leave(self, node: LexborNode) -> None:
        """Go out of an element or a text."""
        tag = node.tag
        if tag is None or tag.startswith(("-", "!")):
            return
        if tag in _BREAKING:
            self.end()
        if tag in {"ul", "ol", "menu"} and self.lists:
            self.lists.pop()
        if tag in _HEADINGS:
            self.heading = None
        if tag in _CAPTIONS:
            self.caption = False
        if self.notes:
            self.notes -= _holds_notes(node)

    def end(self) -> None:
        """Finish the block that is open."""
        text = _clean("".join(self.text))
        self.text.clear()
        if not text:
            return
        marked = f"{self.marker} {text}" if self.marker else text
        in_item, self.marker = bool(self.marker), ""
        if self.heading is not None:
            self.done.append(Draft(marked, Role.HEADING, level=self.heading))
        elif self.caption:
            self.done.append(Draft(text, Role.CAPTION))
        elif self.notes:
            self.done.append(Draft(marked, Role.FOOTNOTE))
        else:
            self.done.append(Draft(marked, Role.LIST_ITEM if in_item else Role.PARAGRAPH))

    def flush(self) -> list[Draft]:
        """The blocks finished since the last call."""
        out, self.done = self.done, []
        return out

    def _number_item(self, node: LexborNode) -> None:
        number = _number(node.attributes.get("value"), self.lists[-1])
        self.marker = "•" if number is None else f"{number}."
        self.lists[-1] = None if number is None else number + 1


def _number(text: str | None, default: int | None) -> int | None:
    return int(text) if text is not None and default is not None and re.fullmatch(r"\d{1,6}", text) else default


def _holds_notes(node: LexborNode) -> bool:
    attributes = node.attributes
    if attributes.get("role") in {"doc-endnotes", "doc-footnote"}:
        return True
    return node.tag in {"section", "div", "ol", "li"} and bool(_NOTE.search(attributes.get("class") or ""))


def _is_mark(node: LexborNode) -> bool:
    """Whether an element is the mark of a note: a small number that links within the page."""
    link = node if node.tag == "a" else node.css_first("a")
    if link is None or not (link.attributes.get("href") or "").startswith("#"):
        return False
    raised = node.tag == "sup" or node.css_first("sup") is not None or link.attributes.get("role") == "doc-noteref"
    return raised and bool(_MARK.fullmatch(node.text().strip()))


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data; old pages use tables to lay out their text."""
    if table.css_first("table table") is not None or table.css_first("h1, h2, h3, p + p, li") is not None:
        return table.css_first("th") is not None and table.css_first("table table") is None
    return table.css_first("tr td + td, tr th + td, tr th + th") is not None


def _table(table: LexborNode) -> Iterator[Draft]:
    caption = table.css_first("caption")
    if caption is not None:
        yield Draft(_clean(caption.text()), Role.CAPTION)
    rows = ("\t".join(_cells(row)).rstrip("\t") for row in table.css("tr"))
    yield Draft("\n".join(row for row in rows if row.strip()), Role.TABLE)


def _cells(row: LexborNode) -> Iterator[str]:
    for cell in row.iter():
        if cell.tag in {"td", "th"}:
            yield _clean(cell.text(separator=" "))
            # A cell over several columns leaves the others empty, so that columns keep their places.
            yield from [""] * (min(_number(cell.attributes.get("colspan"), 1) or 1, 64) - 1)


def _clean(text: str) -> str:
    return one_spaced(plain_characters(without_soft_hyphens(text)).replace("\n", " "))
