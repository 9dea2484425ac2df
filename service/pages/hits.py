"""What a hit says beside its passage."""

from __future__ import annotations

from typing import Protocol

from index.model import Anchor, Kind
from retrieval.answer import DocumentRef, Hit, LinkedRecord
from service.pages.wording import Wording

_COUNTRIES = 3
_BEGINNING = 220  # characters of a response beside its recommendation; the record's page has all of it


class Placed(Protocol):
    """Whatever has a place in a document: a hit, a record."""

    @property
    def kind(self) -> Kind: ...
    @property
    def document(self) -> DocumentRef: ...


def place(one: Placed, anchor: Anchor, wording: Wording) -> list[str]:
    """Where a reader finds it: publisher, evaluation, the record's number or paragraph, page."""
    words = [one.document.publisher.upper()]
    if one.document.number:
        words.append(wording.say("place.evaluation", number=one.document.number))
    if anchor.row:
        words.append(f"{wording.name('kind', one.kind)} {anchor.row}")
    if anchor.paragraph:
        words.append(wording.say("place.paragraph", number=anchor.paragraph))
    if anchor.page:
        words.append(wording.say("place.page", number=str(anchor.page)))
    return words


def places_covered(countries: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The countries to show and how many there are besides."""
    return countries[:_COUNTRIES], max(0, len(countries) - _COUNTRIES)


def answer_to(hit: Hit) -> LinkedRecord | None:
    """The management response to a recommendation."""
    if hit.kind != Kind.RECOMMENDATION:
        return None
    return next((one for one in hit.linked if one.kind == Kind.MANAGEMENT_RESPONSE), None)


def beginning(text: str, most: int = _BEGINNING) -> str:
    """The text up to the last whole word within `most` characters, with an ellipsis where it goes on."""
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0].rstrip(" ,;:.") + " …" if " " in text[: most + 1] else text[:most] + "…"
