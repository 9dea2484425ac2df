"""The facets of an answer → groups of choices, and what is chosen → what can be taken away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from retrieval.answer import FacetValue
from service.pages.state import Filters, SearchState
from service.pages.wording import Wording

# In the order of the page; years have a group of their own.
_FIELDS = (
    "kind", "country", "theme", "region", "status", "progress", "criterion", "polarity", "evaluation_type", "unit",
    "language", "publisher",
)  # fmt: skip
_OPEN = ("kind", "country", "theme")
_SHOWN = 8

Counts = Mapping[str, Sequence[FacetValue]]


class Choice(NamedTuple):
    """A value that the result can be narrowed to."""

    value: str
    label: str
    records: int
    chosen: bool


class Group(NamedTuple):
    """The choices of one field; `more` counts those that are not shown."""

    field: str
    label: str
    choices: list[Choice]
    more: int
    open: bool


class Chip(NamedTuple):
    """A filter in force, and the address without it."""

    label: str
    value: str
    address: str


class Bar(NamedTuple):
    """A year, the records of it, the height of its bar in per cent, and whether the filter lets it through."""

    year: int
    records: int
    height: int
    chosen: bool


def label_of(field: str, value: str, wording: Wording) -> str:
    """What a value is called in the reader's language; sources' own values stay as they are."""
    if field == "publisher":
        return value.upper()
    if field == "year":
        return value.replace("-", "–")
    return wording.name(field, value)


def groups(counts: Counts, state: SearchState, wording: Wording) -> list[Group]:
    """The fields in which there is something to choose."""
    made = (_group(field, counts[field], state, wording) for field in _FIELDS)
    return [group for group in made if len(group.choices) > 1 or any(one.chosen for one in group.choices)]


def _group(field: str, counted: Sequence[FacetValue], state: SearchState, wording: Wording) -> Group:
    wanted = {value.casefold(): value for value in state.filters.get(field, ())}
    known = {one["value"].casefold() for one in counted}
    values = [(one["value"], one["count"]) for one in counted]
    values += [(value, 0) for folded, value in wanted.items() if folded not in known]
    every = [
        Choice(value, label_of(field, value, wording), count, value.casefold() in wanted) for value, count in values
    ]
    wide = state.wide == field or len(every) == _SHOWN + 1  # a button that brings one value is worth no button
    shown = [one for at, one in enumerate(every) if wide or at < _SHOWN or one.chosen]
    return Group(
        field=field,
        label=wording.name("field", field),
        choices=shown,
        more=len(every) - len(shown),
        open=field in _OPEN or field in state.filters or state.wide == field,
    )


def bars(counted: Sequence[FacetValue], state: SearchState) -> list[Bar]:
    """The records of each year from the first to the last, years without any among them."""
    count = {int(one["value"]): one["count"] for one in counted}
    if len(count) < 2:
        return []
    most = max(count.values())
    first, last = (int(year) if year else None for year in state.years)
    return [
        Bar(
            year=year,
            records=count.get(year, 0),
            height=-(-100 * count.get(year, 0) // most),
            chosen=(first or year) <= year <= (last or year),
        )
        for year in range(min(count), max(count) + 1)
    ]


def chips(filters: Filters, state: SearchState, wording: Wording) -> list[Chip]:
    """One for each filter value in force."""
    return [
        Chip(wording.name("field", field), label_of(field, value, wording), state.without(field, value).address)
        for field, values in filters.items()
        for value in values
    ]
