"""Titles that statements open with: "Finding 1. Relevance. In line with …" is about relevance."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from index.model import Kind
from index.publishers.documents.statements import Statement

_RUN_IN = re.compile(r"([^.:!?\n]{3,120})\.\d{0,3}\s+(?=\S{1,40}\s+\S+\s+\S+)")
_MOST_WORDS = 12
_SHARE = 0.6  # of the statements of a kind: else the first sentence of a few is merely short


def run_in_title(text: str) -> str | None:
    """The short first sentence of `text`, or None."""
    match = _RUN_IN.match(text)
    return match.group(1) if match and len(match.group(1).split()) <= _MOST_WORDS else None


def kinds_with_titles(statements: Iterable[Statement]) -> set[Kind]:
    """The kinds whose labelled statements mostly open with a title: a habit of the document, not of one sentence."""
    seen: dict[Kind, list[bool]] = defaultdict(list)
    for statement in statements:
        if statement.number is not None and statement.first is not None:
            seen[statement.kind].append(run_in_title(statement.first.text) is not None)
    answers = {Kind.MANAGEMENT_RESPONSE, Kind.KEY_ACTION}  # "The Office agrees with Recommendation 1." is no title
    return {kind for kind, found in seen.items() if sum(found) > _SHARE * len(found) and len(found) > 1} - answers
