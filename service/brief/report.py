"""A brief → what a file of it says, in one language and in one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from retrieval.address import source_address
from retrieval.answer import DocumentRef
from retrieval.brief.answer import Brief, BriefItem, BriefSection, DesignWarning
from service.brief.labels import Labels
from service.pages.wording import LANGUAGES, wording


class Source(NamedTuple):
    """An evaluation that is cited, the numbers of the notes that cite it, and where readers find it."""

    document: DocumentRef
    notes: list[int]
    year: int | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Report(Labels):
    """A brief with what a file must say about it.

    `address` is where readers reach the service, without a slash at its end; empty where nobody said.
    """

    brief: Brief
    made: date
    address: str

    @property
    def items(self) -> list[BriefItem]:
        """All items in the order in which files show them."""
        parts: list[BriefSection | DesignWarning] = [*self.brief.sections, *self.brief.warnings]
        return [item for part in parts for _, items in self.aspects(part.items) for item in items]

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each item's note: notes are counted in the order in which files show them."""
        return {item.number: place for place, item in enumerate(self.items, start=1)}

    @property
    def sources(self) -> list[Source]:
        """Every evaluation that is cited, once, in the order of its first note."""
        found: dict[str, Source] = {}
        numbers = self.numbers
        for item in self.items:
            hit = item.hit
            made = Source(hit.document, [], hit.year, source_address(hit.document.url, None))
            found.setdefault(hit.document.id, made).notes.append(numbers[item.number])
        return list(found.values())

    def permalink(self, path: str) -> str | None:
        """The whole address of a record's page; none where nobody said where the service is."""
        return f"{self.address}{path}" if self.address else None


def report_of(brief: Brief, made: date, address: str = "", language: str | None = None) -> Report:
    """The report of a brief in a language: the one asked for, else the draft's, else English."""
    chosen = language if language in LANGUAGES else brief.draft.language
    return Report(wording(chosen, None), brief, made, address.rstrip("/"))
