"""What each paragraph of a plain text is: list item, table, caption, numbered paragraph, heading."""

from __future__ import annotations

from itertools import takewhile

from index.readers.blocks import Role
from index.readers.drafts import Draft
from index.readers.heading_levels import Entry, levels
from index.readers.heading_shapes import HeadingKind, heading_kind, is_caption, is_section_name
from index.readers.headings import headings
from index.readers.markers import BULLET, is_list_item, printed_number
from index.readers.wrapping import ends_sentence

_TITLE_WITHIN = 12  # blocks from the top
_TITLE_WORDS = range(3, 40)
_KEY_WORDS = 4
_FEWEST_HEADINGS = 2
_MOST_BLOCKS = 60  # to one heading
_PROSE = 150  # characters


def set_roles(drafts: list[Draft]) -> None:
    """Give every draft that is no footnote its role and printed number; rows of one table become one draft."""
    for draft in drafts:
        if draft.role is not Role.PARAGRAPH:
            continue
        if "\t" in draft.text:
            draft.role = Role.TABLE
        elif is_caption(draft.text):
            draft.role, draft.text = Role.CAPTION, draft.text.removeprefix(f"{BULLET} ")
        elif heading_kind(draft.text) is HeadingKind.PART:
            continue
        elif (number := printed_number(draft.text)) is not None:
            draft.paragraph = number
        elif is_list_item(draft.text):
            draft.role = Role.LIST_ITEM
    _join_rows(drafts)


def _join_rows(drafts: list[Draft]) -> None:
    for above, row in zip(drafts[-2::-1], drafts[:0:-1], strict=True):
        if above.role is row.role is Role.TABLE:
            above.text += f"\n{row.text}"
            row.text = ""
    drafts[:] = [draft for draft in drafts if draft.text]


def set_headings(drafts: list[Draft]) -> None:
    """Turn paragraphs that are headings into headings, with their levels."""
    candidates = [
        draft.role is Role.PARAGRAPH and not (i and _is_key(drafts[i - 1].text)) for i, draft in enumerate(drafts)
    ]
    kinds = headings([draft.text for draft in drafts], candidates)
    order = sorted(kinds)
    entries: list[Entry] = []
    before = -1
    for i in order:
        entries.append((kinds[i], drafts[i].text, i > before + 1))
        before = i
    for i, level in zip(order, levels(entries), strict=True):
        drafts[i].role, drafts[i].level, drafts[i].paragraph = Role.HEADING, level, None


def _is_key(text: str) -> bool:
    """Whether the next line is the value of this one ("Status:")."""
    return text.endswith(":") and len(text.split()) <= _KEY_WORDS


def enough_headings(drafts: list[Draft]) -> bool:
    """Whether a document says by itself which of its lines are headings: a title and one more are too few."""
    heads = sum(1 for draft in drafts if draft.role is Role.HEADING)
    return heads > max(_FEWEST_HEADINGS, len(drafts) // _MOST_BLOCKS)


def title_of(drafts: list[Draft]) -> str | None:
    """The longest line above the first sentences that reads like a title. None without one."""
    top = list(takewhile(lambda draft: not (len(draft.text) > _PROSE and ends_sentence(draft.text)), drafts))
    lines = [
        draft.text
        for draft in top[:_TITLE_WITHIN]
        if draft.role in {Role.HEADING, Role.PARAGRAPH}
        and len(draft.text.split()) in _TITLE_WORDS
        and not draft.text.endswith((".", ":", ";"))
        and "://" not in draft.text
        and not is_section_name(draft.text)
    ]
    return max(lines, key=len, default=None)
