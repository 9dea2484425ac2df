"""Lines → paragraphs, for text whose paragraphs were cut at the width of a page, and for text where they were not.

A chunk is a run of lines without a blank one between. Its lines are pieces of paragraphs when they are all about as
long as a printed line and sentences run on from one to the next; else every line is a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.readers.hyphens import Vocabulary, join_lines
from index.readers.markers import starts_anew

_PRINTED = range(60, 201)  # characters of a full printed line: two columns … landscape, small print
_FULL = 0.86  # of the longest line nearby; lines of a proportional font differ by some 10 %
_NEAR = 0.9  # of the length at which lines nearby were cut: a finished sentence so short ends its paragraph
_SENTENCE_END = re.compile(r"[.!?:;…。؟۔]['\"”’»)\]]*\W?\d{0,3}$")
_OPEN_END = re.compile(
    r"(?:[,/(&\u2013]|\b(?i:and|or|of|for|the|to|in|on|by|with|from|a|an|its|et|de|du|des|la|le|les|y|e|el|los))$"
)
_END = 12  # characters at the end of a line that show how it ends: searching a long text for its end takes long
_LABEL = re.compile(r"[A-Z][a-z]+(?: [a-z]+){0,2} \d{1,2}[.:] ")  # "Key finding 4: "


def ends_sentence(text: str) -> bool:
    """Whether `text` ends with the mark of a finished sentence, a quotation mark or a note's number after it."""
    return bool(_SENTENCE_END.search(text.rstrip()[-_END:]))


def runs_on(upper: str, lower: str) -> bool:
    """Whether `lower` goes on with the sentence that `upper` left open, whatever stood between them on the page."""
    upper, lower = upper.rstrip(), lower.lstrip()
    if not lower or ends_sentence(upper) or starts_anew(lower):
        return False
    return lower[0].islower() or bool(_OPEN_END.search(upper[-_END:]))


def is_wrapped(chunks: Sequence[Sequence[str]]) -> bool:
    """Whether most lines of a document that could be cut at the width of a page are."""
    pairs = [(a, b) for chunk in chunks for a, b in pairwise(chunk) if len(a) >= _PRINTED.start]
    on = sum(runs_on(a, b) for a, b in pairs if len(a) in _PRINTED)
    return on >= 3 and on > 0.3 * len(pairs)


def paragraphs(chunk: Sequence[str], wrapped: bool, vocabulary: Vocabulary) -> list[str]:
    """The paragraphs of one chunk. `wrapped` is what `is_wrapped` says of the whole document."""
    width = max(map(len, chunk))
    if width >= _PRINTED.stop or not (wrapped or _sentences_run_on(chunk)):
        return list(chunk)
    out = [chunk[0]]
    last = chunk[0]  # the line, not the paragraph that it has become part of
    limit = _wrapped_at(chunk)
    for line in chunk[1:]:
        if _continues(last, line, width) and not (ends_sentence(last) and _reach(last, line) < _NEAR * limit):
            out[-1] = join_lines(out[-1], line, vocabulary)
        else:
            out.append(line)
        last = line
    return out


def _sentences_run_on(chunk: Sequence[str]) -> bool:
    return any(len(a) in _PRINTED and runs_on(a, b) for a, b in pairwise(chunk))


def _reach(upper: str, lower: str) -> int:
    """How long `upper` would be with the first word of `lower`."""
    return len(upper.rstrip()) + 1 + len(lower.split(maxsplit=1)[0])


def _wrapped_at(chunk: Sequence[str]) -> int:
    """The length at which lines that surely run on were cut: their next word did not fit any more."""
    return min((_reach(a, b) for a, b in pairwise(chunk) if len(a) in _PRINTED and runs_on(a, b)), default=0)


def _continues(upper: str, lower: str, width: int) -> bool:
    if starts_anew(lower.lstrip()) and (ends_sentence(upper) or len(upper) < _FULL * width):
        return False
    if _LABEL.match(lower.lstrip()) and ends_sentence(upper):
        return False
    if runs_on(upper, lower):
        return True
    if width < _PRINTED.start:
        return False
    return _reach(upper, lower) > _FULL * width
