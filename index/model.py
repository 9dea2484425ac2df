"""What the engine stores: documents, records, parts, anchors and links.

Readers make blocks or rows, publishers make the models below, the catalog keeps them. Everything here is a
frozen value: nothing knows where it is stored or how it is ranked.

    Document        an evaluation, board paper, web record or export row group
      └ Record      one lesson, finding, recommendation, response …: what a hit shows, what a permalink names
          ├ Part    one text of the record ("text", "context", "success" …), exactly as published
          │   └ Anchor   where a reader can check it: page, paragraph, span, boxes
          └ Link    to another record: response → recommendation, key action → response

A part that is longer than the encoder's window becomes several passages (`index/chunking.py`).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.visibility import PUBLIC, Visibility

_ID = re.compile(r"[a-z0-9][A-Za-z0-9._~-]*(:[A-Za-z0-9._~-]+)+")


class Kind(StrEnum):
    """What a record or a passage is, in the words of evaluation offices."""

    LESSON = "lesson"
    GOOD_PRACTICE = "good_practice"
    FINDING = "finding"
    CONCLUSION = "conclusion"
    RECOMMENDATION = "recommendation"
    MANAGEMENT_RESPONSE = "management_response"
    KEY_ACTION = "key_action"
    CHALLENGE = "challenge"
    SUCCESS_FACTOR = "success_factor"
    CONTEXT = "context"
    OTHER = "other"


class Polarity(StrEnum):
    """Whether the source says that something worked or that it did not. Only ever what the source states."""

    SUCCESS = "success"
    CHALLENGE = "challenge"


class Criterion(StrEnum):
    """The six OECD-DAC evaluation criteria (OECD, "Better criteria for better evaluation", 2019)."""

    RELEVANCE = "relevance"
    COHERENCE = "coherence"
    EFFECTIVENESS = "effectiveness"
    EFFICIENCY = "efficiency"
    IMPACT = "impact"
    SUSTAINABILITY = "sustainability"


class Relation(StrEnum):
    """What a link says of its two ends: source record → target record."""

    RESPONDS_TO = "responds_to"  # management response → recommendation
    ACTS_ON = "acts_on"  # key action → management response, or recommendation where there is none


def _checked_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError(
            f"{value!r} is not an identifier: it must look like 'publisher:kind:number', "
            "with letters, digits and . _ ~ - between the colons"
        )
    return value


Identifier = Annotated[str, AfterValidator(_checked_id)]
Publisher = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]  # BCP 47
Names = tuple[str, ...]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(_Value):
    """A rectangle on a page: PDF points, origin top left, `right > left` and `bottom > top`."""

    page: int = Field(ge=1)
    left: float
    top: float
    right: float
    bottom: float


class Anchor(_Value):
    """Where a text stands in its source, so that a reader can check it.

    `start` and `end` are character offsets (end exclusive) into the document's text as its reader gives it, or
    None where the source is a table cell.
    """

    page: int | None = Field(default=None, ge=1)
    paragraph: str | None = None  # the number as printed, e.g. "37"
    row: str | None = None  # the record's own number in an export, e.g. "156630"
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    boxes: tuple[Box, ...] = ()


class Part(_Value):
    """One text of a record, exactly as published, with what the source says of this text alone.

    `kind` is None where the part is of the record's own kind; a lesson's "challenges" field has its own.
    `also_at` holds further places with the same text (an executive summary's copy of a finding).
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str = Field(min_length=1)
    kind: Kind | None = None
    polarity: Polarity | None = None
    criterion: Criterion | None = None
    language: Language | None = None  # ISO 639-1; None: nobody has looked yet
    anchor: Anchor = Anchor()
    also_at: tuple[Anchor, ...] = ()


class Link(_Value):
    """This record's relation to another one, which may stand in a document not indexed yet."""

    relation: Relation
    target: Identifier


class Facets(_Value):
    """The values one can filter by, as the source states them. Sorted, without doubles, never placeholders."""

    themes: Names = ()
    countries: Names = ()
    regions: Names = ()
    units: Names = ()
    symbols: Names = ()  # project symbols, e.g. RAS/16/13/EUR
    funding: Names = ()


class Document(_Value):
    """An evaluation report, board paper, web record, or what an export says of one evaluation."""

    id: Identifier
    publisher: Publisher
    title: str
    number: str | None = None  # the publisher's evaluation number
    url: str | None = None
    source: str | None = None  # the file's name, for people; never a path
    published: date | None = None
    year: int | None = Field(default=None, ge=1900, le=2100)
    stage: Literal["completed", "planned"] = "completed"
    evaluation_type: str | None = None
    timing: str | None = None
    nature: str | None = None
    language: Language | None = None
    visibility: Visibility = PUBLIC
    facets: Facets = Facets()


class Record(_Value):
    """One lesson, finding, recommendation, response …: the unit that a hit shows and a permalink names.

    `local_id` is the record's name inside its publisher's numbering ("lesson:156630"); judged query sets may
    use it. `parts` is empty only for a record whose source has no usable text (it is kept, counted and reported).
    """

    id: Identifier
    local_id: str
    document_id: Identifier
    kind: Kind
    parts: tuple[Part, ...] = ()
    title: str | None = None  # a heading of its own, e.g. "Recommendation 3"
    heading_path: Names = ()
    criterion: Criterion | None = None
    polarity: Polarity | None = None
    facets: Facets = Facets()
    published: date | None = None
    year: int | None = Field(default=None, ge=1900, le=2100)
    status: str | None = None  # of a management response or key action, as the source states it
    progress: str | None = None  # how far the action got, as the source states it
    details: dict[str, str] = Field(default_factory=dict)  # priority, responsible, due date …: shown, not filtered
    links: tuple[Link, ...] = ()


def polarity_of(part: Part, record: Record) -> Polarity | None:
    """What the source says of a text, or of the record that it is a part of."""
    return part.polarity or record.polarity or _POLARITIES.get(part.kind or record.kind)


_POLARITIES = {Kind.SUCCESS_FACTOR: Polarity.SUCCESS, Kind.CHALLENGE: Polarity.CHALLENGE}


class Problem(_Value):
    """Something in the input that could not be used: which file, where in it, why, and what to do."""

    file: str
    where: str | None = None  # "row 17", "page 3", "sheet Lessons, row 4"
    reason: str
    hint: str | None = None
    record_id: str | None = None


class Extraction(_Value):
    """What a publisher made of one input file. Order carries no meaning."""

    documents: tuple[Document, ...] = ()
    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
