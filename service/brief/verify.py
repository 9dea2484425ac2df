"""A finished brief that comes back to be made a file of → the same, known to say what the collection says.

The service keeps no brief. Who wants a file sends the brief that they were given; so every quotation, citation and
count in it is looked up again, and nobody gets a file of ours with words in it that no source ever wrote. Headings,
beginnings and queries are the draft's own and go back to the one who sent it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

from pydantic import ValidationError

from index.opened import Opened
from retrieval.answer import Also, Hit
from retrieval.brief.answer import Brief, BriefItem
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
    for item in _items(brief):
        _verify(item, opened, cards)
    return brief


def _items(brief: Brief) -> Iterator[BriefItem]:
    for section in brief.sections:
        yield from section.items
    for warning in brief.warnings:
        yield from warning.items


def _verify(item: BriefItem, opened: Opened, cards: Cards) -> None:
    hit = item.hit
    row = _row(hit.id, opened)
    if row is None:
        _refuse(item, f"there is no passage {hit.id}")
    known = cards.of(row).hit
    if changed := _differing(hit, known):
        _refuse(item, f"{hit.id} says something else ({', '.join(changed)})")
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
