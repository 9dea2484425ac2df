"""What a page end cut in two: paragraphs, and tables with their heads printed again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from index.readers.heading_shapes import is_caption
from index.readers.hyphens import Vocabulary, join_lines
from index.readers.markers import printed_number, starts_anew
from index.readers.page_notes import Body
from index.readers.page_tables import Table, add_rest, continued, join
from index.readers.pdf_headings import is_heading
from index.readers.pdf_items import Item
from index.readers.pdf_paragraphs import Paragraph
from index.readers.wrapping import ends_sentence, runs_on

_REACH = 12  # items at a page end that a figure or a table may have pushed in between
_LONG = 60  # characters of a text that may go on over a page end
_FEWEST_LINES = 3
_FONT = 0.6  # points: the two halves of a paragraph are of one font height

_Heads = Collection[tuple[str, ...]]


def join_pages(pages: Sequence[list[Item]], body: Body, vocabulary: Vocabulary) -> None:
    """Join what goes on over page ends, in place: the first half keeps its place and gets the second one's boxes."""
    heads: set[tuple[str, ...]] = set()  # the first rows of the tables so far
    for above, below in pairwise(pages):
        heads |= {tuple(item.rows[0]) for item in above if isinstance(item, Table) and len(item.lefts) > 1}
        if below and _is_head_alone(below[0], heads):
            below.pop(0)
        if above and below:
            _join_tables(above, below, heads)
        if above and below:
            _join_paragraphs(above, below, body, vocabulary)


def _is_head_alone(item: Item, heads: _Heads) -> bool:
    """Whether a page begins with a table's head, repeated, that no rows follow: sentences across the table do."""
    return isinstance(item, Table) and len(item.rows) == 1 and tuple(item.rows[0]) in heads


def _join_tables(above: list[Item], below: list[Item], heads: _Heads) -> None:
    upper, lower = above[-1], below[0]
    if not isinstance(upper, Table):
        return
    if isinstance(lower, Table) and continued(upper, lower):
        join(upper, lower, heads)
        # The longer table may go on over the next page end, too: it moves there, keeping its first page.
        below[0] = above.pop()
    elif isinstance(lower, Paragraph) and len(upper.lefts) > 1 and add_rest(upper, lower):
        below.pop(0)


def _join_paragraphs(above: list[Item], below: list[Item], body: Body, vocabulary: Vocabulary) -> None:
    upper, lower = _open_end(above, body), _open_start(below, body)
    if upper is not None and lower is not None and _goes_on(upper, lower, adjacent=below[0] is lower):
        upper.text = join_lines(upper.text, lower.text, vocabulary)
        upper.more_boxes += lower.boxes
        below.remove(lower)


def _open_end(page: Sequence[Item], body: Body) -> Paragraph | None:
    """The last paragraph of a page, if it may go on: its sentence is open, or its last line is full."""
    for item in reversed(page[-_REACH:]):
        if isinstance(item, Paragraph) and len(item.text) >= _LONG and not is_caption(item.text):
            return item if not is_heading(item, body) else None
    return None


def _open_start(page: Sequence[Item], body: Body) -> Paragraph | None:
    """The first paragraph of a page that can go on with another one."""
    for item in page[:_REACH]:
        if isinstance(item, Paragraph) and not is_caption(item.text) and not is_heading(item, body):
            return item
    return None


def _goes_on(upper: Paragraph, lower: Paragraph, *, adjacent: bool) -> bool:
    if abs(upper.height - lower.height) > _FONT:
        return False
    if ends_sentence(upper.text):
        return adjacent and _is_rest(upper, lower)
    return runs_on(upper.text, lower.text) or (adjacent and not starts_anew(lower.text) and not lower.bold)


def _is_rest(upper: Paragraph, lower: Paragraph) -> bool:
    """Whether a numbered paragraph goes on after a full stop: its last line was full, and no number follows."""
    if printed_number(upper.text) is None or starts_anew(lower.text) or len(upper.lines) < _FEWEST_LINES:
        return False
    last, right = upper.lines[-1], max(line.right for line in upper.lines)
    return right - last.right < last.height and abs(lower.lines[0].left - last.left) < last.height
