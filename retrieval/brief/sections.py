"""A draft → its sections, in order. Together they hold every block of the draft, each once.

Where the draft has headings, a section is a heading that names a topic, with all that stands below it up to a heading
of another topic or of the same rank. A heading that names none is of the topic of the one that it stands under. Where a
draft has no headings, paragraphs are told by their words, and neighbours of one topic are one section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from index.annotate.language import language_of
from index.readers.blocks import Block, Role
from retrieval.brief.answer import Topic
from retrieval.brief.draft import Draft
from retrieval.brief.topics import LONGEST_HEADING, names_topic, topic_of_content, topic_of_heading
from retrieval.brief.wording import Text

BEGINNING = 160  # characters of a section that the brief quotes for the reader to know it by
_FEWEST_WORDS = 12  # less text is no section of its own
_FRONT_MATTER = 60  # nor is less text than this before the first heading that says something
_AT_ONCE = 90  # words that a long paragraph without headings is told by
_LABEL = re.compile(r"\s*([^\n:.;!?]{3,60}):\s+(?=\S)")  # "Background: The country …"
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a draft. `text` is all of it, the heading included; `body` is without headings."""

    topic: Topic
    title: str | None = field(repr=False)
    text: str = field(repr=False)
    body: str = field(repr=False)
    language: str
    page: int | None = None

    @property
    def beginning(self) -> str:
        """The first characters of the body, cut between words."""
        line = " ".join((self.body or self.text).split())
        return line if len(line) <= BEGINNING else line[:BEGINNING].rsplit(" ", 1)[0] + " …"


@dataclass(slots=True)
class _Part:
    """A section that is being put together."""

    title: str | None
    topic: Topic | None
    level: int
    blocks: list[Block]

    @property
    def words(self) -> int:
        return sum(len(block.text.split()) for block in self.blocks if block.role is not Role.HEADING)


def sections_of(draft: Draft) -> list[Section]:
    """The sections of a draft, at least one."""
    blocks = list(_with_headings(draft.blocks))
    if any(block.role is Role.HEADING and topic_of_heading(block.text) for block in blocks):
        parts = _joined(_by_headings(blocks))
    else:
        parts = _by_content(blocks, draft.language)
    return [_section(part, draft.language) for part in parts]


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with lines that are known headings as such; run-in headings stand alone."""
    for block in blocks:
        if block.role in (Role.PARAGRAPH, Role.LIST_ITEM):
            if len(block.text.split()) <= LONGEST_HEADING and block.text[-1] not in ".;,!?" and names_topic(block.text):
                yield _as(block, block.text, Role.HEADING, _LINE)
                continue
            label = _LABEL.match(block.text) if block.role is Role.PARAGRAPH else None
            if label and names_topic(label[1]):
                yield _as(block, label[0].strip(), Role.HEADING, _LINE)
                yield _as(block, block.text[label.end() :], Role.PARAGRAPH, None)
                continue
        yield block


_LINE = 5  # the rank of headings that only their words tell: below those that are set as headings


def _as(block: Block, text: str, role: Role, level: int | None) -> Block:
    return Block(text, role, block.start, block.end, block.page, level=level, heading_path=block.heading_path)


def _by_headings(blocks: Sequence[Block]) -> list[_Part]:
    parts: list[_Part] = []
    above: list[tuple[int, Topic | None]] = []  # the headings that the next one stands under
    for block in blocks:
        if block.role is Role.HEADING:
            level = block.level or _LINE
            above = [one for one in above if one[0] < level]
            inherited = next((topic for _, topic in reversed(above) if topic), None)
            topic = topic_of_heading(block.text) or inherited
            above.append((level, topic))
            if not parts or topic is not parts[-1].topic or level <= parts[-1].level:
                parts.append(_Part(block.text, topic, level, []))
        elif not parts:
            parts.append(_Part(None, None, _LINE + 1, []))
        parts[-1].blocks.append(block)
    return parts


def _joined(parts: Sequence[_Part]) -> list[_Part]:
    """Parts without enough text go with the next one (a title page, a heading of headings), else with the last."""
    joined: list[_Part] = []
    waiting: list[Block] = []
    for part in parts:
        front = not joined and part.topic is None and part.words < _FRONT_MATTER
        if part.words < _FEWEST_WORDS or front:
            if joined and not waiting and part.words:
                joined[-1].blocks += part.blocks
            else:
                waiting += part.blocks
            continue
        part.blocks = waiting + part.blocks
        waiting = []
        joined.append(part)
    if waiting and joined:
        joined[-1].blocks += waiting
    elif waiting:
        first = next((part for part in parts if part.topic), parts[0])
        joined = [_Part(first.title, first.topic, first.level, waiting)]
    return joined


def _by_content(blocks: Sequence[Block], language: str) -> list[_Part]:
    """Paragraphs told by their words; those that their words do not tell go with the one before."""
    units = [unit for block in blocks for unit in _units(block)]
    topics = [topic_of_content(Text(unit.text, language)) for unit in units]
    last: Topic | None = next((topic for topic in topics if topic), None)
    told: list[tuple[Topic | None, Block]] = []
    for topic, unit in zip(topics, units, strict=True):
        short = len(unit.text.split()) < _FEWEST_WORDS
        last = last if short or topic is None else topic
        told.append((last, unit))
    return [
        _Part(None, topic, _LINE, [unit for _, unit in some]) for topic, some in groupby(told, key=lambda one: one[0])
    ]


def _units(block: Block) -> Iterator[Block]:
    """The block, or pieces of about `_AT_ONCE` words, cut between sentences, where it is longer than two of them."""
    if len(block.text.split()) <= 2 * _AT_ONCE:
        yield block
        return
    begin, count, at = 0, 0, 0
    for edge in [match.end() for match in _SENTENCE.finditer(block.text)] + [len(block.text)]:
        count += len(block.text[at:edge].split())
        at = edge
        if count >= _AT_ONCE or edge == len(block.text):
            if piece := block.text[begin:edge].strip():
                yield _as(block, piece, block.role, None)
            begin, count = edge, 0


def _section(part: _Part, language: str) -> Section:
    text = "\n\n".join(block.text for block in part.blocks)
    body = "\n\n".join(block.text for block in part.blocks if block.role is not Role.HEADING)
    topic = part.topic or (topic_of_content(Text(body, language)) if part.title is None else None) or Topic.OTHER
    spoken = language_of(body or text) or language
    page = next((block.page for block in part.blocks if block.page), None)
    return Section(
        topic, (part.title and " ".join(part.title.strip(" :#*_").split())) or None, text, body, spoken, page
    )
