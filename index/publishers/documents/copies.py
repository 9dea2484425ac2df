"""A statement that a document prints twice, in its summary and in its body, is one statement at two places.

Two texts are copies when most word triples of the shorter one stand in the longer one too (shingles and containment:
Broder, "On the resemblance and containment of documents", 1997).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from index.model import Kind
from index.publishers.documents.statements import Statement

_WORD = re.compile(r"\w+")
_SHINGLE = 3  # words
_SAME = 0.5  # containment: a summary may shorten, an editor may touch up
_SHORT = 6  # words: shorter texts must be equal


def are_copies(one: str, other: str) -> bool:
    """Whether two texts say the same in mostly the same words."""
    mine, theirs = (_WORD.findall(text.lower()) for text in (one, other))
    if min(len(mine), len(theirs)) < _SHORT:
        return mine == theirs
    a, b = _shingles(mine), _shingles(theirs)
    return len(a & b) >= _SAME * min(len(a), len(b))


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}


def collect_copies(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Groups of copies in document order, in each the body's before a summary's, the fullest first, then the last.

    Numbered statements and recommendations are copies where they say the same, other text where it is the same.
    """
    groups: dict[object, list[list[Statement]]] = defaultdict(list)
    for statement in statements:
        reworded = statement.number is not None or statement.kind is Kind.RECOMMENDATION
        text = "" if reworded else " ".join(_WORD.findall(statement.text().lower()))
        kind = statement.kind if reworded else None  # a list's item may be read as a challenge and as plain text
        known = groups[statement.place.part, kind, statement.number, statement.answers, text]
        group = next((g for g in known if not reworded or are_copies(statement.text(), g[0].text())), None)
        if group is None:
            known.append([statement])
        else:
            group.append(statement)
    every = [group for known in groups.values() for group in known]
    every.sort(key=lambda group: group[0].body[0].fragment.start if group[0].body else 0)
    return [sorted(group, key=_standing, reverse=True) for group in every]


def _standing(statement: Statement) -> tuple[bool, bool, int, int]:
    stated = statement.kind not in {Kind.OTHER, Kind.CONTEXT}
    words = len(_WORD.findall(statement.text()))
    return stated, not statement.place.in_summary, words, statement.body[0].fragment.start if statement.body else 0
