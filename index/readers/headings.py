"""Which lines of a plain text are headings: those with the shape of one that text stands below.

Runs of short lines are tables that lost their rules, and short numbered sentences stand among numbered paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.readers.heading_shapes import HeadingKind, heading_kind, is_section_name

_PROSE = 90  # characters of a text that a heading can stand above
_LONGEST_CELL = 150  # characters
_TABLE_RUN = 3  # so many short lines in a row are cells of a table
_NUMBER = re.compile(r"((?:\d{1,3}\.)*)(\d{1,3})\.?(?=\s)")


def headings(texts: Sequence[str], candidates: Sequence[bool]) -> dict[int, HeadingKind]:
    """Which of `texts` are headings. `candidates` says which may be: not list items, notes or tables.

    A plain line needs text (or a heading) below it and must not stand in a run of short lines, which is a table that
    lost its rules; a numbered one or the usual name of a section needs neither.
    """
    kinds = {i: kind for i, text in enumerate(texts) if candidates[i] and (kind := heading_kind(text)) is not None}
    while sentences := {i for i in kinds if kinds[i] is HeadingKind.DECIMAL and _is_numbered_sentence(i, texts, kinds)}:
        kinds = {i: kind for i, kind in kinds.items() if i not in sentences}  # its neighbours may be sentences, too
    in_table = _table_runs(texts)
    unsure = {HeadingKind.PLAIN, HeadingKind.LETTER, HeadingKind.LABELLED}
    found: dict[int, HeadingKind] = {}
    for i in sorted(kinds, reverse=True):
        if kinds[i] in unsure and (i in in_table or not _leads(i, texts, found)):
            continue
        found[i] = kinds[i]
    return found


def _is_numbered_sentence(i: int, texts: Sequence[str], kinds: dict[int, HeadingKind]) -> bool:
    """A short sentence without its full stop, among numbered paragraphs: its neighbours' numbers lead no headings."""
    match = _NUMBER.match(texts[i])
    if match is None or is_section_name(texts[i][match.end() :].strip()):
        return False
    stem, last = match.group(1), int(match.group(2))
    before = _nearest(texts, range(i - 1, -1, -1), f"{stem}{last - 1}")
    after = _nearest(texts, range(i + 1, len(texts)), f"{stem}{last + 1}")
    return any(n is not None and n not in kinds for n in (before, after))


def _nearest(texts: Sequence[str], where: range, number: str) -> int | None:
    starts = (f"{number}. ", f"{number} ")
    return next((n for n in where if texts[n].startswith(starts)), None)


def _leads(i: int, texts: Sequence[str], found: dict[int, HeadingKind]) -> bool:
    below = i + 1
    return below < len(texts) and (below in found or len(texts[below]) >= _PROSE or texts[below].endswith((":", ".")))


def _table_runs(texts: Sequence[str]) -> set[int]:
    short = [len(text) < _LONGEST_CELL and not text.endswith((".", ":", ";")) for text in texts]
    out: set[int] = set()
    start = 0
    for i in range(len(texts) + 1):
        if i < len(texts) and short[i]:
            continue
        if i - start >= _TABLE_RUN:
            out.update(range(start, i - 1))  # the last one may be the heading of the text below
        start = i + 1
    return out
