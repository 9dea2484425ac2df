"""A hit → the cells of its row: the same columns, in the same order, in every table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from retrieval.address import source_address
from retrieval.answer import Also, Hit, LinkedRecord
from service.exports.result import Result

Cell = str | int | None
_BETWEEN = "; "

_COLUMNS: Mapping[str, Callable[[Hit], Cell]] = {
    "rank": lambda hit: hit.rank,
    "record_id": lambda hit: hit.record_id,
    "kind": lambda hit: hit.kind.value,
    "title": lambda hit: hit.title,
    "text": lambda hit: hit.text,
    "text_is_whole": lambda hit: "yes" if hit.whole else "no",
    "publisher": lambda hit: hit.document.publisher,
    "evaluation": lambda hit: hit.document.title,
    "evaluation_number": lambda hit: hit.document.number,
    "evaluation_type": lambda hit: hit.document.evaluation_type,
    "year": lambda hit: hit.year,
    "countries": lambda hit: _BETWEEN.join(hit.facets.countries),
    "regions": lambda hit: _BETWEEN.join(hit.facets.regions),
    "themes": lambda hit: _BETWEEN.join(hit.facets.themes),
    "units": lambda hit: _BETWEEN.join(hit.facets.units),
    "language": lambda hit: hit.language,
    "page": lambda hit: hit.anchor.page,
    "paragraph": lambda hit: hit.anchor.paragraph,
    "criterion": lambda hit: hit.criterion,
    "polarity": lambda hit: hit.polarity,
    "status": lambda hit: hit.status,
    "progress": lambda hit: hit.progress,
    "linked": lambda hit: "\n".join(": ".join(told(one)) for one in hit.linked),
    "also_in": lambda hit: "\n".join(map(said_again, hit.also)),
    "citation": lambda hit: hit.citation,
    "source": lambda hit: source_address(hit.document.url, hit.anchor.page),
}
COLUMNS: tuple[str, ...] = (*_COLUMNS, "permalink")


def cells(hit: Hit, result: Result) -> list[Cell]:
    """One cell a column, in the order of `COLUMNS`; None where the source says nothing."""
    return [*(value(hit) or None for value in _COLUMNS.values()), result.permalink(hit.permalink)]


def said_again(other: Also) -> str:
    """Where else it is said, and whether in the same words."""
    return other.citation if other.exact else f"{other.citation} (nearly the same words)"


def told(linked: LinkedRecord) -> tuple[str, str]:
    """What a linked record is, with its status as the source states it, and what it says."""
    status = " / ".join(filter(None, [linked.status, linked.progress]))
    texts = "\n".join(part.text for part in linked.texts)
    return f"{linked.kind.value.replace('_', ' ')}{f' ({status})' if status else ''}", texts or "no text"
