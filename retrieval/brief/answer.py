"""What a brief holds. These models are the API's contract: fields are only ever added.

Everything that a brief says of a project is a quotation of the collection; what it says of the draft (its headings,
what it does not mention) goes back to the one who sent it and is kept nowhere.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from retrieval.answer import Hit


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(StrEnum):
    """What a section of a draft is about, in the order in which drafts tell it."""

    CONTEXT = "context"
    OBJECTIVE = "objective"
    OUTCOMES = "outcomes"  # outcomes, outputs and activities
    TARGET_GROUPS = "target_groups"
    PARTNERS = "partners"
    MANAGEMENT = "management"  # management set-up, staffing, coordination
    MONITORING = "monitoring"  # monitoring and evaluation, indicators, baseline
    RISKS = "risks"
    SUSTAINABILITY = "sustainability"  # sustainability and exit
    BUDGET = "budget"
    GENDER = "gender"  # gender equality and inclusion
    OTHER = "other"


class Aspect(StrEnum):
    """Under which heading of a section an item stands. Never guessed from a text: from kind and stated polarity."""

    WORKED = "worked"  # good practices, success factors, what its source states as a success
    DID_NOT = "did_not"  # challenges, what its source states as a failure
    ADVICE = "advice"  # recommendations, with what management did about them
    LEARNED = "learned"  # lessons, findings and conclusions whose source states neither


class Why(_Model):
    """Why an item was chosen for a section."""

    terms: list[str] = Field(description="Words of the section that the passage holds, the most telling first.")
    cosine: float = Field(description="Closeness of the passage and the section's query. Not a percentage.")
    countries: list[str] = Field(description="Countries of the draft that the record is about.")
    regions: list[str] = Field(description="Regions of the draft's countries that the record is about.")
    themes: list[str] = Field(description="Themes of the draft that the record is filed under.")


class BriefItem(_Model):
    """One record that bears on a section. `number` is its own in the whole brief, from 1: what footnotes refer to."""

    number: int
    aspect: Aspect
    hit: Hit
    why: Why


class Support(_Model):
    """How widely a section's items are supported, all of them counted together, `also` included."""

    records: int
    evaluations: int
    countries: list[str]
    latest_year: int | None = None


class SectionQuery(_Model):
    """A search that was made for a section, so that a reader can make it again."""

    text: str
    filters: dict[str, list[str]] = Field(default_factory=dict)


class BriefSection(_Model):
    """One section of the draft and the evidence for it. Without good evidence: no items, and a message."""

    number: int = Field(description="The section's place in the draft, from 1.")
    topic: Topic
    title: str | None = Field(description="The heading as the draft has it; none where it was told by its content.")
    beginning: str = Field(description="The first characters of the section, for the reader to know it by.")
    page: int | None = Field(
        default=None, description="Page of the draft where the section begins, where it has pages."
    )
    language: str
    queries: list[SectionQuery]
    items: list[BriefItem]
    support: Support
    message: str | None = None


class DesignWarning(_Model):
    """A design question that the draft does not touch, with what similar projects were told. Never without evidence."""

    id: str = Field(description="Of the question in the catalogue, e.g. exit-strategy.")
    topic: Topic
    question: str = Field(description="In the draft's language where the catalogue has it, else in English.")
    queries: list[SectionQuery]
    items: list[BriefItem]
    support: Support


class DraftFacts(_Model):
    """What was understood of the draft."""

    language: str
    words: int
    pages: int | None = None
    sections: int
    countries: list[str]
    regions: list[str]
    themes: list[str]
    truncated: str | None = Field(default=None, description="What was left out because the draft is too long, if any.")


class Brief(_Model):
    """The whole brief: cited evidence for each section, and what the draft does not mention."""

    draft: DraftFacts
    generation: str
    sections: list[BriefSection]
    warnings: list[DesignWarning]
    checked: int = Field(description="Design questions that were asked, the covered ones included.")
    message: str | None = Field(default=None, description="Where the collection has nothing on this draft: so much.")


class Started(_Model):
    """The first event of a brief that comes in pieces: what was understood, and how many pieces there will be."""

    event: Literal["started"] = "started"
    draft: DraftFacts
    generation: str
    titles: list[str | None] = Field(description="The titles of the sections that will come, in order.")
    topics: list[Topic]


class SectionReady(_Model):
    """One section is there."""

    event: Literal["section"] = "section"
    section: BriefSection


class WarningsReady(_Model):
    """The design check is there."""

    event: Literal["warnings"] = "warnings"
    warnings: list[DesignWarning]
    checked: int


class Finished(_Model):
    """The last event: the brief is whole."""

    event: Literal["finished"] = "finished"
    message: str | None = None


BriefEvent = Annotated[Started | SectionReady | WarningsReady | Finished, Field(discriminator="event")]
