"""Records → passages that fit the encoder's window, each knowing where it stands.

A part that fits is one passage. A longer one is cut between sentences into pieces of about equal length, and
inside a sentence only where the sentence alone is too long. Pieces tile the text: every character that is not
white space between pieces is in exactly one of them, so nothing is cut off silently and nothing is said twice.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from index.model import Kind, Part, Record

CHUNKER = "sentences-2"  # part of a generation's identity: bump when the same text would be cut differently

Span = tuple[int, int]
TokenSpans = Callable[[str], Sequence[Span]]

_SENTENCE_END = re.compile(r"(?<=[.!?…;:])[\"'”’»)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval and of citation: characters `start` to `end` (exclusive) of one part of a record."""

    id: str
    record_id: str
    part: int
    start: int
    end: int
    text: str
    kind: Kind


def passages_of(record: Record, token_spans: TokenSpans, budget: int) -> Iterator[Passage]:
    """Cut every part of a record. `budget` is in word pieces, without the encoder's special ones."""
    for number, part in enumerate(record.parts):
        for ordinal, (start, end) in enumerate(split(part.text, token_spans, budget), start=1):
            yield Passage(
                id=f"{record.id}:{_label(record.parts, number)}-{ordinal}",
                record_id=record.id,
                part=number,
                start=start,
                end=end,
                text=part.text[start:end],
                kind=part.kind or record.kind,
            )


def _label(parts: Sequence[Part], number: int) -> str:
    """The part's name; a record with two parts of one name counts them: "text", "text.2"."""
    name = parts[number].name
    earlier = sum(part.name == name for part in parts[:number])
    return name if not earlier else f"{name}.{earlier + 1}"


def split(text: str, token_spans: TokenSpans, budget: int) -> list[Span]:
    """Character spans of at most `budget` word pieces each, in order.

    `token_spans` gives the character span of every word piece of a text. A single character of more word pieces
    than the budget is a span of its own, which no encoder of that window can read.
    """
    if budget < 1:
        raise ValueError(f"a passage needs room for at least one word piece, not {budget}")
    return list(_split(text, 0, len(text), token_spans, budget))


def _split(text: str, start: int, end: int, token_spans: TokenSpans, budget: int) -> Iterator[Span]:
    whole = _trimmed(text, start, end)
    if whole is None:
        return
    start, end = whole
    starts = _starts(token_spans(text[start:end]), start)
    if len(starts) <= budget or end - start == 1:
        yield whole
        return
    target = math.ceil(len(starts) / math.ceil(len(starts) / budget))
    # A piece is read again on its own: the rest of a broken word may make more word pieces than it did inside it.
    for piece in _pack(_fitting(text, start, end, starts, budget), starts, target, budget):
        yield from _split(text, *piece, token_spans, budget)


def _starts(spans: Sequence[Span], offset: int) -> list[int]:
    """Where each word piece begins, never falling: tokenizers give pieces without characters a place of their own."""
    return [offset + start for start in accumulate((start for start, _ in spans), max)]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends, or None where nothing is left."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return (left, right) if left < right else None


def _count(starts: Sequence[int], start: int, end: int) -> int:
    return bisect_left(starts, end) - bisect_left(starts, start)


def _fitting(text: str, start: int, end: int, starts: Sequence[int], budget: int) -> Iterator[Span]:
    """Sentences; those that are too long alone, cut at the last white space that fits, else between word pieces."""
    edges = [start, *(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end]
    for begin, stop in pairwise(edges):
        while _count(starts, begin, stop) > budget and stop - begin > 1:
            limit = max(starts[bisect_left(starts, begin) + budget], begin + 1)
            space = next((at for at in range(limit - 1, begin, -1) if text[at].isspace()), begin)
            cut = space + 1 if space > begin and _count(starts, begin, space + 1) else limit
            yield begin, cut
            begin = cut
        if stop > begin:
            yield begin, stop


def _pack(pieces: Iterator[Span], starts: Sequence[int], target: int, budget: int) -> Iterator[Span]:
    """Join neighbours until a passage reaches the target, never past the budget."""
    begin, end = next(pieces)
    for start, stop in pieces:
        held = _count(starts, begin, end)
        if held >= target or held + _count(starts, start, stop) > budget:
            yield begin, end
            begin = start
        end = stop
    yield begin, end
