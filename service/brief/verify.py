"""A finished brief that comes back to be made a file of → the same, known to say what the collection says.

The service keeps no brief. Who wants a file sends the brief that they were given; so every quotation, citation and
count in it is looked up again, every count of several is counted again, and every design question must be one of the
catalogue: nobody gets a file of ours that says of projects what no source says. What is told of the draft itself (its
headings, beginnings, the queries made of them) goes back to the one who sent it, as it comes.
"""

from __future__ import annotations

import re
from typing import NoReturn

from pydantic import ValidationError

from index.opened import Opened
from retrieval.answer import Also, Hit
from retrieval.brief.answer import Brief, BriefItem, BriefSection, DesignWarning, SectionQuery
from retrieval.brief.design import load_catalogue
from retrieval.brief.items import aspect_of, support_of
from retrieval.brief.settings import BriefSettings
from retrieval.cards import Cards
from retrieval.characters import is_text
from retrieval.corroboration import corroboration
from service.brief.errors import BriefChanged, UploadError

# What a hit says of the query that found it, and not of the collection; `also` and what follows are looked up apart.
_OF_THE_QUERY = {"rank", "highlights", "scores", "matched_terms", "folded", "explanation", "also", "corroboration"}
_GENERATION = re.compile(r"[0-9a-f]{16}")
_HINT = "Make the brief again: the collection may have changed since."


def read_brief(body: bytes | str) -> Brief:
    """A brief as `POST /v1/brief` answers it. Raises UploadError."""
    try:
        return Brief.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "body"
        raise UploadError(
            f"This is no brief: {place}: {first['msg']}.", hint="Send what POST /v1/brief answered, unchanged."
        ) from None


def verified(brief: Brief, opened: Opened) -> Brief:
    """The same brief. Raises BriefChanged, which names the item, where the collection says something else."""
    if not _GENERATION.fullmatch(brief.generation):
        raise BriefChanged("The brief names no generation of a collection.", hint=_HINT)
    cards = Cards(opened)
    parts: list[BriefSection | DesignWarning] = [*brief.sections, *brief.warnings]
    items = [item for part in parts for item in part.items]
    if [item.number for item in items] != list(range(1, len(items) + 1)):
        raise BriefChanged("The items of the brief are not numbered from 1 in their order.", hint=_HINT)
    for item in items:
        _verify(item, opened, cards)
    for part in parts:
        if part.support != support_of(part.items):
            raise BriefChanged("The brief counts other records than it holds.", hint=_HINT)
    _verify_check(brief)
    return brief


def _verify_check(brief: Brief) -> None:
    """The design questions are those of the catalogue, in one of its languages, with its searches."""
    questions = load_catalogue(BriefSettings().design_questions).questions
    asked = {one.id: one for one in questions}
    for warning in brief.warnings:
        known = asked.get(warning.id)
        if (
            known is None
            or not warning.items
            or warning.question not in known.question.values()
            or warning.topic != known.topic
            or warning.queries != [SectionQuery(text=known.query)]
        ):
            raise BriefChanged("The brief asks a question that the design check does not ask.", hint=_HINT)
    if brief.checked not in (0, len(questions)) or len(brief.warnings) > brief.checked:
        raise BriefChanged("The brief counts other design questions than there are.", hint=_HINT)


def _verify(item: BriefItem, opened: Opened, cards: Cards) -> None:
    hit = item.hit
    row = _row(hit.id, opened)
    if row is None:
        _refuse(item, f"there is no passage {hit.id}")
    known = cards.of(row).hit
    if changed := _differing(hit, known):
        _refuse(item, f"{hit.id} says something else ({', '.join(changed)})")
    if item.aspect != aspect_of(hit.kind, hit.polarity):
        _refuse(item, f"{hit.id} is not {item.aspect}")
    rows = [row]
    for other in hit.also:
        again = _row(other.id, opened)
        if again is None or not _same(other, cards.of(again).hit, exact=_alike(opened, row, again)):
            _refuse(item, f"{other.id} does not say the same")
        rows.append(again)
    if hit.corroboration != corroboration(opened, rows):
        _refuse(item, "others do not say the same")


def _row(id_: str, opened: Opened) -> int | None:
    passage = opened.store.passage(id_) if is_text(id_) else None
    return passage.row if passage else None


def _differing(hit: Hit, known: Hit) -> list[str]:
    """The fields in which a hit is not what the collection holds."""
    return [
        name for name in Hit.model_fields if name not in _OF_THE_QUERY and getattr(hit, name) != getattr(known, name)
    ]


def _alike(opened: Opened, row: int, other: int) -> bool:
    return bool(opened.layout.texts[row] == opened.layout.texts[other])


def _same(other: Also, known: Hit, *, exact: bool) -> bool:
    return other == Also(
        id=known.id,
        record_id=known.record_id,
        citation=known.citation,
        permalink=known.permalink,
        year=known.year,
        exact=exact,
        text=None if exact else known.text,
    )


def _refuse(item: BriefItem, reason: str) -> NoReturn:
    raise BriefChanged(
        f"Item {item.number} of the brief is not what the collection holds: {reason}.",
        hint=_HINT,
        details={"number": item.number},
    )
