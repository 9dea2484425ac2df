"""Key and value pages, as web records become when they are saved as text: "Completion Date:" and "11/2018"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from index.publishers.documents.fragments import Fragment

_LONGEST_LINE = 80  # characters
_KEY = re.compile(r"(?P<key>[^\W\d][\w ()$/&'’-]{0,60}?)\s*:(?:\s+|$)")


def key_of(text: str) -> tuple[str, int] | None:
    """The key with which a line begins, in lower case with single spaces, and where its value begins."""
    match = _KEY.match(text)
    return (" ".join(match["key"].lower().split()), match.end()) if match else None


def keyed_values(fragments: Iterable[Fragment], keys: Collection[str]) -> dict[str, list[Fragment]]:
    """What stands behind each of `keys` (in lower case), on the same line or below it, up to the next key.

    A table row of key and value counts as such a line. Keys that are not asked for end a value, and their own values
    are never read: nobody's name or address comes through unless its key is asked for.
    """
    values: dict[str, list[Fragment]] = defaultdict(list)
    current: str | None = None
    for fragment in fragments:
        if fragment.cells:
            current = _of_row(fragment, keys, values)
            continue
        found = key_of(fragment.text)
        if found is not None and (found[0] in keys or _is_line(fragment.text)):
            current = found[0] if found[0] in keys else None
            fragment = fragment.cut(found[1])
        if current is not None and fragment.text:
            values[current].append(fragment)
    return dict(values)


def _is_line(text: str) -> bool:
    """Whether a text with a key that nobody asked for is a line of the page rather than a sentence of a value."""
    return len(text) <= _LONGEST_LINE


def _of_row(fragment: Fragment, keys: Collection[str], values: dict[str, list[Fragment]]) -> str | None:
    first, *rest = fragment.cells
    key = " ".join(first.text.rstrip(": ").lower().split())
    if key in keys:
        values[key] += [cell for cell in rest if cell.text]
    return None
