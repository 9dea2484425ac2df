"""Which heading stands inside which: by their numbers where both have one of the same kind, else by their levels."""

from __future__ import annotations

from dataclasses import dataclass

from index.publishers.documents.numbering import Number


@dataclass(frozen=True, slots=True)
class OpenHeading:
    """A heading that is open: its number and level tell which later heading stands beside or above it."""

    number: Number | None = None
    level: int = 0
    children: str | None = None  # the scheme of numbered headings right below one without a number

    def is_above(self, other: OpenHeading) -> bool:
        """Whether the other heading stands below this one, by number or else by level."""
        mine, theirs = self.number, other.number
        if mine is not None and theirs is not None and mine.scheme == theirs.scheme:
            return theirs.depth > mine.depth
        return other.level > self.level

    def is_ended_by(self, other: OpenHeading) -> bool:
        mine, theirs = self.number, other.number
        if mine is not None and theirs is not None and mine.scheme == theirs.scheme:
            return theirs.depth <= mine.depth
        if mine is None and theirs is not None and theirs.scheme == self.children:
            return False
        if mine is not None:
            return theirs is not None and theirs.scheme in {"chapter", "part"} and other.level <= self.level
        return other.level <= self.level
