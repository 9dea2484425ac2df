"""A statement in the making: the fragments of one finding, recommendation, answer or paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.model import Kind
from index.publishers.documents.columns import Column
from index.publishers.documents.fragments import Fragment
from index.publishers.documents.outline import Place, Placed


@dataclass(slots=True)
class Statement:
    """`body` is what is stated, `tail` what explains it, both in reading order.

    `number` is the one of its label ("3"), None where it has none; `answers` is the number of the recommendation that a
    response or key action is about. `first` is the text at the start of `body` without label and paragraph number.
    """

    kind: Kind
    place: Place
    title: str | None = None
    number: str | None = None
    answers: str | None = None
    first: Fragment | None = None
    body: list[Placed] = field(default_factory=list)
    tail: list[Placed] = field(default_factory=list)
    details: dict[Column, str] = field(default_factory=dict)
    stance: str | None = None

    def fragments(self) -> list[Fragment]:
        """What is stated, without label and paragraph number."""
        rest = [_without_number(placed) for placed in self.body]
        return [self.first, *rest[1:]] if self.first is not None else rest

    def explanation(self) -> list[Fragment]:
        """What explains it."""
        return [_without_number(placed) for placed in self.tail]

    def text(self) -> str:
        """All of it as one text, for comparing copies."""
        return " ".join(fragment.text for fragment in (*self.fragments(), *self.explanation()))


def _without_number(placed: Placed) -> Fragment:
    """The text without its printed paragraph number, which the anchor holds; "1.2" names a part of what is stated."""
    number = placed.fragment.block.paragraph or ""
    return placed.body if number.isdigit() and placed.body is not None else placed.fragment
