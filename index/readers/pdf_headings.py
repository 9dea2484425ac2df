"""Headings of a PDF, by their fonts: larger than the body or bold, short, and no sentence. No outline is needed.

The level is the rank of the font among those of all headings; within one font the numbering decides ("I." above "A.").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.readers.heading_levels import with_romans
from index.readers.heading_shapes import HeadingKind, decimal_depth, heading_kind, is_caption, is_label
from index.readers.markers import is_list_item
from index.readers.page_notes import Body
from index.readers.page_tables import Table
from index.readers.pdf_items import Item
from index.readers.pdf_paragraphs import Paragraph
from index.readers.wrapping import ends_sentence

_LARGER = 1.1  # of the body's font height
_SMALLER = 0.93
_LONGEST = 200  # characters
_MOST_LINES = 4
_LOWEST = 9  # level
_SAME_HEIGHT = 0.6  # points: one font comes out a little different in bold and in italics
_RANKS = {HeadingKind.PART: 0, HeadingKind.ROMAN: 1, HeadingKind.DECIMAL: 1, HeadingKind.LETTER: 5}
_LABELLED_RANK = 8
_RESPONSE_RANK = 9  # a response stands below the recommendation that it answers
_RESPONSE = re.compile(r"(?:\w+ )?response\b", re.IGNORECASE)
_SHORTEST_TEXT = 30  # letters of a text or a table that a heading may stand above
_NO_HEADING = re.compile(r"\t|://|www\.|@")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TITLE_WORDS = 3
_TITLE_LENGTH = 250  # characters


def is_heading(paragraph: Paragraph, body: Body) -> bool:
    """Whether a paragraph is a heading in a document whose text is printed like `body`."""
    text = paragraph.text
    if len(text) > _LONGEST or len(paragraph.lines) > _MOST_LINES or sum(map(str.isalpha, text)) < 3:
        return False
    if is_caption(text) or _NO_HEADING.search(text) or text[0].islower():
        return False
    if is_label(text):
        return _stands_out(paragraph, body)
    if ends_sentence(text) or text.endswith(",") or _is_item(text):
        return False
    if _stands_out(paragraph, body):
        return True
    kind = heading_kind(text)
    return kind is HeadingKind.DECIMAL and decimal_depth(text) > 1 and len(paragraph.lines) == 1


def headings(items: Sequence[Item], body: Body) -> list[Paragraph]:
    """The headings among the items of a document: those that look like one and do not belong to a figure.

    What stands above figures in both senses is a label of them. A line that only its colour sets off must lead to a
    text or a table, because charts are coloured, too.
    """
    out: list[Paragraph] = []
    below: Item | None = None
    for item in reversed(items):
        if isinstance(item, Paragraph) and is_heading(item, body):
            letters = sum(map(str.isalpha, below.text)) if below is not None else 0
            in_figure = isinstance(below, Table) and letters < min(_SHORTEST_TEXT, sum(map(str.isdigit, below.text)))
            if not in_figure and (letters >= _SHORTEST_TEXT or not _by_colour_only(item, body)):
                out.append(item)
        below = item
    return out[::-1]


def _by_colour_only(paragraph: Paragraph, body: Body) -> bool:
    return not paragraph.bold and paragraph.height < _LARGER * body.height


def _stands_out(paragraph: Paragraph, body: Body) -> bool:
    if paragraph.height >= _LARGER * body.height:
        return True
    coloured = paragraph.colour is not None and paragraph.colour != body.colour
    return (paragraph.bold or coloured) and paragraph.height > _SMALLER * body.height


def levels(headings: Sequence[Paragraph]) -> list[int]:
    """The level of each heading, 1 for the highest. The first page's are 1 all: a cover's fonts rank nothing."""
    if not headings:
        return []
    inner = [heading for heading in headings if heading.page > headings[0].page] or list(headings)
    heights = _height_classes(inner)
    entries = with_romans([(heading_kind(heading.text) or HeadingKind.PLAIN, heading.text, True) for heading in inner])
    keys = {id(heading): _key(heading, kind, heights) for heading, (kind, _, _) in zip(inner, entries, strict=True)}
    order = {key: level for level, key in enumerate(sorted(set(keys.values())), 1)}
    return [min(order[keys[id(heading)]], _LOWEST) if id(heading) in keys else 1 for heading in headings]


def title(items: Sequence[Item], body: Body) -> str | None:
    """What stands in the largest print on the first page with headings, the last one of those equally large."""
    found = [item for item in items if isinstance(item, Paragraph) and is_heading(item, body)]
    cover = [heading for heading in found if heading.page == found[0].page]
    worded = [h for h in cover if len(_WORD.findall(h.text)) >= _TITLE_WORDS and len(h.text) <= _TITLE_LENGTH]
    if not worded:
        return None
    largest = max(heading.height for heading in worded)
    chosen = [heading for heading in worded if heading.height > largest - _SAME_HEIGHT][-1]
    after = cover[cover.index(chosen) + 1 :][:1]
    if after and after[0].height > chosen.height and len(after[0].text.split()) < _TITLE_WORDS:
        return f"{chosen.text} {after[0].text}"  # "Country programme evaluation", and below it, larger, the country
    return chosen.text


def _is_item(text: str) -> bool:
    return is_list_item(text) and heading_kind(text) is None


def _height_classes(headings: Sequence[Paragraph]) -> list[float]:
    """The font heights of headings, largest first, those that differ by a rounding as one.

    A height seen once only, on a divider or in a figure, is none of its own unless there is no other.
    """
    counts = Counter(heading.height for heading in headings)
    out: list[float] = []
    for height in sorted(counts, reverse=True):
        near = sum(n for other, n in counts.items() if abs(other - height) <= _SAME_HEIGHT)
        if near > 1 and (not out or out[-1] - height > _SAME_HEIGHT):
            out.append(height)
    return out or sorted(counts, reverse=True)[:1]


def _key(heading: Paragraph, kind: HeadingKind | None, heights: Sequence[float]) -> tuple[int, int, int]:
    rank = _RANKS.get(kind, 1) if kind else 1
    if kind is HeadingKind.DECIMAL:
        rank = min(decimal_depth(heading.text), _RANKS[HeadingKind.LETTER] - 1)
    if is_label(heading.text):
        rank = _LABELLED_RANK
    elif _RESPONSE.match(heading.text):
        rank = _RESPONSE_RANK
    height = min(range(len(heights)), key=lambda i: abs(heights[i] - heading.height))
    return height, 0 if heading.bold else 1, rank
