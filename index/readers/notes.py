"""Footnotes in plain text: the notes themselves, and the numbers that point at them from within sentences.

Somebody who extracts text from a PDF gets notes in the middle of paragraphs and their numbers glued to words
("methods.3", "2020–215"). A chunk is a note when its number is the next one in turn and something points at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPTS = str.maketrans(_SUPERSCRIPT_DIGITS, "0123456789")
_NOTE = re.compile(r"(?:([⁰¹²³⁴-⁹]{1,3})\s*|(\d{1,3}) {1,3})(?=[^\W\d_“\"‘']|[“\"‘'*(])")
# Numbers right behind a word or its punctuation, nothing but punctuation after them: they may be marks.
_GLUED = re.compile(r"(?<=[^\W\d_]|[)\].,;:”’\"'%])\d{1,3}(?:,\d{1,3})*(?![\w.]\w|\w|%|[-–/]\d)")
_CAPITAL = re.compile(r"[\W_]*[^\W\d_a-z]|https?://")
# A mark stands behind a word (no lone capital: "G20" is no note 20) or its punctuation, behind a figure's punctuation
# ("8.5.48"), or, worst of all, right behind a year ("2020–215").
_BEHIND_WORD = r"(?:(?<=[a-zà-ÿ])|(?<=[A-Z]{3})|(?<=[)\]”’\"'%])|(?<=[^\W\d_][,.;:])|(?<=[)\]”’\"'%][,.;:]))"
_BEHIND_FIGURE = r"(?:(?<=\d[,.;:])|(?<=[.”)]) (?=\d+$))"
_BEHIND_YEAR = r"(?:(?<=\b(?:19|20)\d\d[–-]\d\d)|(?<=\b(?:19|20)\d\d))"
_SKIPPED = 5  # numbers that may be missing between two notes: the extractor lost them


def split_notes(chunk: Sequence[str]) -> list[Sequence[str]]:
    """A chunk of lines cut before each line that could begin the note after the one that the chunk begins with."""
    number = _note_number(chunk[0])
    if number is None:
        return [chunk]
    cuts = [0]
    for i, line in enumerate(chunk):
        if i and _note_number(line) == number + 1:
            cuts.append(i)
            number += 1
    return [chunk[a:b] for a, b in zip(cuts, [*cuts[1:], len(chunk)], strict=True)]


def _note_number(line: str) -> int | None:
    match = _NOTE.match(line.lstrip())
    if not match or not _CAPITAL.match(line.lstrip()[match.end() :]):
        return None
    return int((match.group(1) or match.group(2)).translate(_SUPERSCRIPTS))


def find_notes(chunks: Sequence[Sequence[str]], text: str) -> dict[int, int]:
    """Which chunks are notes: chunk index → note number. Chunks that go on with a note have the same number."""
    pointed_at = {int(number) for match in _GLUED.finditer(text) for number in match.group().split(",")}
    found: dict[int, int] = {}
    last = 0
    for index, chunk in enumerate(chunks):
        number = _note_number(chunk[0])
        if number is None or not (last < number <= last + _SKIPPED or number == 1):
            continue
        follows_note = found.get(index - 1) == number - 1
        if follows_note or chunk[0].lstrip()[0] in _SUPERSCRIPT_DIGITS or number in pointed_at:
            found[index] = last = number
    return found | _continuations(found, chunks)


def _continuations(found: dict[int, int], chunks: Sequence[Sequence[str]]) -> dict[int, int]:
    """The single chunk between a note and its successor is the first one's second paragraph."""
    return {
        index + 1: number
        for index, number in found.items()
        if found.get(index + 2) == number + 1 and index + 1 not in found and len(chunks[index + 1]) <= 3
    }


def without_marks(texts: Sequence[str], notes: Sequence[tuple[int, int]], reach: int = 60) -> list[str]:
    """`texts` without the numbers that point at notes.

    `notes` pairs a note's number with its place: the index in `texts` before which the note stood. A number is taken
    out only where its note exists within `reach` texts of it, in turn after the mark before: "G20" is no note 20.
    """
    out = [_without_superscripts(text, {number for number, _ in notes}) for text in texts]
    after = (0, 0)
    for number, place in _with_lost(notes):
        if number == 1:
            after = (max(0, place - reach), 0)
        hit = _find_mark(out, number, after, range(max(0, place - reach), min(len(out), place + reach)))
        if hit is None:
            continue
        index, start, end = hit
        out[index] = out[index][:start] + out[index][end:]
        after = (index, start)
    return out


def _with_lost(notes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """`notes` and those between them that were not recognised: their marks are in the text all the same."""
    out: list[tuple[int, int]] = []
    for number, place in notes:
        last = out[-1][0] if out else number - 1
        out += [(lost, place) for lost in range(last + 1, number) if number - last <= _SKIPPED]
        out.append((number, place))
    return out


def _find_mark(texts: list[str], number: int, after: tuple[int, int], window: range) -> tuple[int, int, int] | None:
    """The first place in `window`, not before `after`, that can be the mark; the surest kind of place first."""
    for behind in (_BEHIND_WORD, _BEHIND_FIGURE, _BEHIND_YEAR):
        mark = re.compile(rf"{behind}{number}(?:,(?={number + 1}(?!\d))|(?=$|[\s,;:)\]”’—–]|\.(?:\s|$)))")
        for index in window:
            if index < after[0]:
                continue
            match = mark.search(texts[index], after[1] if index == after[0] else 0)
            if match:
                return index, match.start(), match.end()
    return None


def _without_superscripts(text: str, numbers: set[int]) -> str:
    def keep_unknown(match: re.Match[str]) -> str:
        return "" if int(match.group(1).translate(_SUPERSCRIPTS)) in numbers else match.group()

    return re.sub(r"(?<=\S) ?([⁰¹²³⁴-⁹]{1,3})", keep_unknown, text)
