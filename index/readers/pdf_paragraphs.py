"""Lines of a PDF page → paragraphs: what belongs together by white space, indents, fonts and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from index.model import Box
from index.readers.heading_shapes import is_caption
from index.readers.hyphens import Vocabulary, join_lines, without_soft_hyphens
from index.readers.markers import starts_anew
from index.readers.pdf_text import Segment
from index.readers.wrapping import ends_sentence, runs_on

_WHITE = 1.25  # times the usual distance of two lines: more than that parts paragraphs
_USUAL_PITCH = 1.3  # line heights, for documents too short to tell
_OTHER_SIZE = 0.12  # of the line height: fonts that differ by more are of different paragraphs
_SET_IN = 0.8  # of the line height: what begins further to the right or left is set in or out
_FULL = 2.0  # line heights that a full line may end before the right edge
_NEAR = 3  # lines above and below that show where a narrow column ends
_SAME_EDGE = 0.3  # of the line height: ends of justified lines differ by less
_ENOUGH_EDGES = 2  # lines, with the one itself
_CAPTION_LABEL = 12  # characters
_SHORT = 0.6  # of the column's width: a line that ends before was ended on purpose
_LONG = 60  # characters of a line that a sentence may go on from
_BULLETS = "•‣◦▪■□●○·➢➤✓✔»›"
_ENUMERATED = re.compile(r"\(?\w{1,4}\)")
_GLUED_NUMBER = re.compile(r"^(\d{1,2}\.)(?=[^\W\d_]{2})")
_SPLIT_COMPOUND = re.compile(r"(?<=[a-zà-ÿ]) -(?=[a-zà-ÿ])")
_SPACE_BEFORE = re.compile(r"(?<=\w) (?=[,.](?:\s|$))")
_LEADER = re.compile(r"\s*(?:\.\s?|…\s?|_\s?){4,}\s*")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. `height` is their font's in points; `bold` says whether all of them are bold."""

    text: str
    page: int
    height: float
    bold: bool
    colour: int | None = None  # of all lines, if they are of one
    lines: list[Segment] = field(default_factory=list)
    more_boxes: list[Box] = field(default_factory=list)  # on the pages where it goes on

    @property
    def boxes(self) -> list[Box]:
        """One box around the lines on each page."""
        return boxes_of(self.lines, self.page) + self.more_boxes


def boxes_of(lines: Sequence[Segment], page: int) -> list[Box]:
    """The box around `lines`; none where they have no extent."""
    left, top = min(line.left for line in lines), min(line.top for line in lines)
    right, bottom = max(line.right for line in lines), max(line.bottom for line in lines)
    if right <= left or bottom <= top:
        return []
    return [Box(page=page, left=round(left, 1), top=round(top, 1), right=round(right, 1), bottom=round(bottom, 1))]


def usual_pitch(flows: Sequence[Sequence[Segment]]) -> float:
    """The distance between two lines of a paragraph, in line heights: the commonest one in the document."""
    counts: dict[float, int] = {}
    for lines in flows:
        for upper, lower in pairwise(lines):
            if abs(upper.height - lower.height) < 0.5 and upper.height > 0:
                pitch = round((lower.top - upper.top) / upper.height, 1)
                if 0.9 < pitch < 2.5:
                    counts[pitch] = counts.get(pitch, 0) + 1
    return max(counts, key=lambda pitch: counts[pitch], default=_USUAL_PITCH)


def paragraphs(
    lines: Sequence[Segment], page: int, right: float, pitch: float, vocabulary: Vocabulary
) -> list[Paragraph]:
    """The paragraphs of one flow of lines.

    `right` is the right edge of the text in points, `pitch` the document's `usual_pitch`.
    """
    groups: list[list[Segment]] = []
    for i, line in enumerate(lines):
        if groups and not _parts(groups[-1], line, _Place(pitch, right, is_full(lines, i - 1, right))):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, page, vocabulary) for group in groups]


def is_full(lines: Sequence[Segment], at: int, right: float) -> bool:
    """Whether line `at` goes to the right edge: the text's, or that of a column which a box beside it makes narrow."""
    line = lines[at]
    if line.right > right - _FULL * line.height:
        return True
    near = lines[max(0, at - _NEAR) : at + _NEAR + 1]
    return sum(abs(other.right - line.right) < _SAME_EDGE * line.height for other in near) > _ENOUGH_EDGES


def joined_text(lines: Sequence[Segment], vocabulary: Vocabulary) -> str:
    """The text of lines that belong together, with broken words made whole."""
    text = lines[0].text
    for line in lines[1:]:
        text = join_lines(text, line.text, vocabulary)
    return vocabulary.mended(_tidy(without_soft_hyphens(text)))


def _tidy(text: str) -> str:
    """Spaces where they were printed: pdfium finds some that kerning only suggests, and loses some after numbers."""
    text = _SPACE_BEFORE.sub("", _SPLIT_COMPOUND.sub("-", text))
    return _GLUED_NUMBER.sub(r"\1 ", text)


def is_contents_line(text: str) -> bool:
    """Whether a line is an entry of a table of contents: a title, a row of dots, a page number."""
    return bool(_LEADER.search(text))


def without_leader(text: str) -> str:
    """An entry of a table of contents, with a tab in place of its dots."""
    return _LEADER.sub("\t", text).strip()


def _paragraph(lines: list[Segment], page: int, vocabulary: Vocabulary) -> Paragraph:
    heights = sorted(line.height for line in lines)
    bold = all(line.bold and line.bold_end for line in lines)
    colours = {line.colour for line in lines}
    colour = lines[0].colour if len(colours) == 1 else None
    return Paragraph(joined_text(lines, vocabulary), page, heights[len(heights) // 2], bold, colour, lines)


class _Place(NamedTuple):
    """Where a line stands: the usual pitch, the right edge of the text, whether the line above goes to its edge."""

    pitch: float
    right: float
    above_full: bool


def _parts(group: Sequence[Segment], line: Segment, place: _Place) -> bool:
    """Whether `line` begins a new paragraph below `group`."""
    above = group[-1]
    height = max(above.height, line.height)
    if line.top - above.top > _WHITE * place.pitch * height or line.top < above.top:
        return True
    if abs(line.height - above.height) > _OTHER_SIZE * height:
        return True
    if is_contents_line(above.text) or (is_contents_line(line.text) and starts_anew(line.text)):
        return True
    if len(above.text) <= _CAPTION_LABEL and is_caption(above.text) and not line.text[0].islower():
        return False  # "Table 1", and what it shows on the next line
    goes_on, ended = runs_on(above.text, line.text), ends_sentence(above.text)
    if _all_bold(above) != _all_bold(line) and _font_parts(above, line, place.above_full):
        return True
    if _changes_colour(above, line) and (ended or not goes_on):
        return True
    if starts_anew(line.text) and not _is_inline(group, line, place.above_full):
        return True
    if ended and line.left > above.left + _SET_IN * height and len(group) > 1:
        return True  # the first line of a paragraph is set in
    if goes_on:
        return False
    return not _all_bold(line) and _had_room(above, line, place)


def _is_inline(group: Sequence[Segment], line: Segment, above_full: bool) -> bool:
    """Whether the "3)", "12." or "–" that a line begins with stands within a sentence, rather than before an item."""
    above = group[-1]
    if line.text[0] in _BULLETS or (abs(line.left - above.left) > _SET_IN * line.height and len(group) > 1):
        return False
    if _ENUMERATED.match(line.text):
        return above_full
    return above_full and not ends_sentence(above.text) and len(above.text) > _LONG


def _all_bold(line: Segment) -> bool:
    return line.bold and line.bold_end


def _changes_colour(above: Segment, line: Segment) -> bool:
    return above.colour is not None and line.colour is not None and above.colour != line.colour


def _font_parts(above: Segment, line: Segment, above_full: bool) -> bool:
    """A bold line and one that is not: a heading above its text, unless bold print just ends where the line does."""
    if _all_bold(above):
        return not line.bold and not (above_full and runs_on(above.text, line.text))
    return not (above_full and not ends_sentence(above.text))


def _had_room(above: Segment, line: Segment, place: _Place) -> bool:
    """Whether the first words of `line` would have fitted behind `above`: then somebody ended the line on purpose.

    Two words are tried, because a space may be there that no line breaks at ("Table 1", "19 per cent"). A line that
    ends within a sentence must leave more room than that.
    """
    if not ends_sentence(above.text):
        return not place.above_full and above.right < line.left + _SHORT * (place.right - line.left)
    width = (line.right - line.left) / max(len(line.text), 1)
    first_words = " ".join(line.text.split(maxsplit=2)[:2])
    return above.right + width * (len(first_words) + 2) < place.right
