"""Where answers stand: all together behind the recommendations, or each below its own."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Kind
from index.publishers.documents.outline import Placed
from index.publishers.documents.sections import Section, section_of


def answers_one_by_one(outline: Sequence[Placed]) -> list[Placed]:
    """The headings ("Management response") that answer the recommendation right above them; empty where none does.

    Behind such a heading the numbering of recommendations goes on; behind one for all answers it starts again.
    """
    found = []
    last: int | None = None
    pending: Placed | None = None
    for placed in outline:
        if placed.label is not None and placed.label.kind is Kind.RECOMMENDATION and placed.label.number.isdigit():
            number = int(placed.label.number)
            if pending is not None and last is not None and number > last:
                found.append(pending)
            last, pending = number, None
        elif placed.is_heading and section_of(placed.fragment.text) is Section.RESPONSES and not placed.place.annexed:
            pending = placed
    if pending is not None and found:
        found.append(pending)  # below the last recommendation
    return found
