"""What the boxes of two texts say of their relation on the page."""

from __future__ import annotations

from typing import NamedTuple

from index.publishers.documents.fragments import Fragment

_SAME_EDGE = 6.0  # points: lines are ragged
_SAME_HEIGHT = 12.0  # points between the middles of two boxes: one line


class _Frame(NamedTuple):
    """What all boxes of a text on one page take up, in points from the page's top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def side_by_side(one: Fragment, other: Fragment) -> bool:
    """Whether two texts are set beside each other with their middles at one height: a headline and its discussion.

    Columns of running text also stand side by side, but their paragraphs do not line up.
    """
    mine, theirs = _frame(one), _frame(other)
    if mine is None or theirs is None or mine.page != theirs.page:
        return False
    apart = mine.right <= theirs.left or theirs.right <= mine.left
    return apart and abs((mine.top + mine.bottom) - (theirs.top + theirs.bottom)) <= 2 * _SAME_HEIGHT


def same_column(one: Fragment, other: Fragment) -> bool:
    """Whether two texts of one page begin and end at the same distance from its left edge."""
    mine, theirs = _frame(one), _frame(other)
    if mine is None or theirs is None or mine.page != theirs.page:
        return False
    return abs(mine.left - theirs.left) <= _SAME_EDGE and abs(mine.right - theirs.right) <= _SAME_EDGE


def left_edge(fragment: Fragment) -> float:
    """Where a text begins on its page, in points; 0 where the format has no pages."""
    frame = _frame(fragment)
    return frame.left if frame else 0.0


def _frame(fragment: Fragment) -> _Frame | None:
    boxes = fragment.block.boxes
    if not boxes or len({box.page for box in boxes}) != 1:
        return None
    return _Frame(
        page=boxes[0].page,
        left=min(box.left for box in boxes),
        top=min(box.top for box in boxes),
        right=max(box.right for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )
