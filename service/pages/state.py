"""What the address says ↔ a search. Everything that a page shows depends on its address, so it can be mailed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from index.facets import FACETS
from retrieval.filters import MOST, MOST_OF_FIELD
from retrieval.request import SearchRequest, SortName

PAGE_SIZE = 10
_LAST_PAGE = 1_000
_RANGE = re.compile(r"(\d{4})?-(\d{4})?|(\d{4})")

Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SearchState:
    """A search as the address of its page says it. `wide` is the facet that shows all its values."""

    query: str = ""
    filters: Filters = field(default_factory=dict)
    sort: SortName = "relevance"
    page: int = 1
    wide: str | None = None
    ui: str | None = None

    @classmethod
    def read(cls, given: QueryParams) -> SearchState:
        """Read an address. What it does not know it passes over: mailers append things, and every filter is shown."""
        filters = _first({name: _unique(given.getlist(name)) for name in FACETS})
        if span := _span(given.get("from", ""), given.get("to", "")):
            filters["year"] = (span,)
        number = given.get("page", "")
        return cls(
            query=given.get("q", "").strip(),
            filters={name: values for name, values in filters.items() if values},
            sort="newest" if given.get("sort") == "newest" else "relevance",
            page=min(max(int(number), 1), _LAST_PAGE) if re.fullmatch(r"[0-9]{1,6}", number) else 1,
            wide=given.get("wide") if given.get("wide") in FACETS else None,
            ui=given.get("ui"),
        )

    def request(self) -> SearchRequest:
        """The search, for one hit more than the page shows: whether there is a next page."""
        return SearchRequest(
            query=self.query,
            filters={name: list(values) for name, values in self.filters.items()},
            sort=self.sort,
            limit=PAGE_SIZE + 1,
            offset=(self.page - 1) * PAGE_SIZE,
            # Who asks for one evaluation wants all of it.
            per_evaluation=0 if "evaluation" in self.filters else None,
            alternatives=True,
        )

    @property
    def address(self) -> str:
        """The address of this very page, in one order whatever the order it was asked in."""
        pairs = [("q", self.query)] if self.query else []
        pairs += self._filter_pairs()
        pairs += [("sort", self.sort)] if self.sort != "relevance" else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        pairs += [("wide", self.wide)] if self.wide else []
        pairs += [("ui", self.ui)] if self.ui else []
        return f"/?{urlencode(pairs)}" if pairs else "/"

    @property
    def feedback_address(self) -> str:
        """Where a word on a hit of this very page is sent without a script; the page is found again from it."""
        return f"/feedback{self.address.removeprefix('/')}"

    def export_address(self, name: str) -> str:
        """The whole result, and not this page of it, as a file."""
        pairs = [("q", self.query), *self._filter_pairs()]
        pairs += [("sort", self.sort)] if self.sort != "relevance" else []
        return f"/v1/export?{urlencode([*pairs, ('format', name)])}"

    def _filter_pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name in FACETS for value in self.filters.get(name, ())]

    def at_page(self, number: int) -> SearchState:
        """The same search, another page of it."""
        return replace(self, page=number)

    def in_language(self, code: str) -> SearchState:
        """The same page in another language of the interface."""
        return replace(self, ui=code)

    def asking(self, query: str) -> SearchState:
        """Another query, without filters."""
        return SearchState(query=query, ui=self.ui)

    def rephrased(self, query: str) -> SearchState:
        """The same search in other words."""
        return replace(self, query=query, page=1)

    def with_filter(self, name: str, value: str) -> SearchState:
        """The same query, narrowed to one value of one field more."""
        return replace(self, filters={**self.filters, name: (value,)}, page=1)

    def without(self, name: str, value: str) -> SearchState:
        """The same search with one filter value less."""
        left = tuple(one for one in self.filters.get(name, ()) if one != value)
        others = {field: values for field, values in self.filters.items() if field != name}
        return replace(self, filters=others | ({name: left} if left else {}), page=1)

    def without_filters(self) -> SearchState:
        """The same query in the whole collection."""
        return replace(self, filters={}, page=1)

    @property
    def years(self) -> tuple[str, str]:
        """First and last year of the filter as typed into its two boxes; empty where open, or no single range."""
        match = _RANGE.fullmatch(values[0]) if len(values := self.filters.get("year", ())) == 1 else None
        if not match:
            return "", ""
        first, last, only = match.groups()
        return first or only or "", last or only or ""


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def _first(filters: Filters) -> dict[str, tuple[str, ...]]:
    """As many values as a search takes: each is a link on the page, and each link names all the others."""
    room, found = MOST - 1, {}  # one is kept free for the years
    for name, values in filters.items():
        found[name] = values[: min(MOST_OF_FIELD, room)]
        room -= len(found[name])
    return found


def _span(first: str, last: str) -> str:
    """The two boxes for years → a value of the filter: "2015-2019", "2015-", "-2019", or nothing."""
    years = [year.strip() if re.fullmatch(r"[0-9]{4}", year.strip()) else "" for year in (first, last)]
    if all(years):
        years.sort()
    return "-".join(years) if any(years) else ""
