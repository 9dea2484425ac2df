"""What a citation format is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from retrieval.citations.reference import Reference


class Format(NamedTuple):
    """How references are written: `entry` writes one; `head`, `between` and `tail` stand around entries in a file."""

    media_type: str
    suffix: str
    entry: Callable[[Reference], str]
    head: str = ""
    between: str = "\n"
    tail: str = ""

    def write(self, references: Iterable[Reference]) -> Iterator[str]:
        """A file of all references, piece by piece, so that a long one is never whole in memory."""
        before = self.head
        for reference in references:
            yield before + self.entry(reference)
            before = self.between
        yield self.tail if before == self.between else self.head + self.tail
