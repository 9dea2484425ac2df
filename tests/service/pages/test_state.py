"""The address of a search says all of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from index.facets import FACETS
from service.pages.state import PAGE_SIZE, SearchState

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(str.strip).filter(bool)
STATES = st.builds(
    SearchState,
    query=WORDS,
    filters=st.dictionaries(
        st.sampled_from(sorted(FACETS)), st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple), max_size=3
    ),
    sort=st.sampled_from(["relevance", "newest"]),
    page=st.integers(1, 1000),
    wide=st.none() | st.sampled_from(sorted(FACETS)),
    ui=st.none() | st.sampled_from(["en", "fr", "es"]),
)


def read(address: str) -> SearchState:
    """The state that an address says."""
    return SearchState.read(QueryParams(address.partition("?")[2]))


@given(STATES)
def test_an_address_is_read_as_the_state_that_wrote_it(state: SearchState) -> None:
    assert read(state.address) == state
    assert read(state.address).address == state.address


def test_nothing_asked_is_the_plain_address() -> None:
    assert SearchState().address == "/"
    assert read("/") == SearchState()


def test_what_it_does_not_know_it_passes_over() -> None:
    assert read("/?q=exit&utm_source=mail&wide=nothing&sort=oldest") == SearchState(query="exit")


@pytest.mark.parametrize(
    ("given", "page"), [("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("", 1), ("٣", 1), ("99999", 1000), ("9" * 5000, 1)]
)
def test_a_page_that_cannot_be_is_the_nearest_that_can(given: str, page: int) -> None:
    assert read(f"/?q=exit&page={given}").page == page


@pytest.mark.parametrize(
    ("boxes", "filters", "years"),
    [
        ("from=2015&to=2019", {"year": ("2015-2019",)}, ("2015", "2019")),
        ("from=2019&to=2015", {"year": ("2015-2019",)}, ("2015", "2019")),
        ("from=2015&to=", {"year": ("2015-",)}, ("2015", "")),
        ("from=&to=2019", {"year": ("-2019",)}, ("", "2019")),
        ("from=&to=", {}, ("", "")),
        ("from=soon&to=20", {}, ("", "")),
        ("year=2018", {"year": ("2018",)}, ("2018", "2018")),
        ("year=2018&year=2020", {"year": ("2018", "2020")}, ("", "")),
        ("year=2018&from=2015", {"year": ("2015-",)}, ("2015", "")),
        ("year=often", {"year": ("often",)}, ("", "")),
    ],
)
def test_two_boxes_are_one_range_of_years(
    boxes: str, filters: dict[str, tuple[str, ...]], years: tuple[str, str]
) -> None:
    state = read(f"/?q=exit&{boxes}")
    assert state.filters == filters
    assert state.years == years


def test_a_change_of_the_filters_goes_back_to_the_first_page() -> None:
    state = read("/?q=exit&country=Nepal&country=Malawi&kind=lesson&page=3&sort=newest&ui=fr")
    assert state.without("country", "Nepal").address == "/?q=exit&kind=lesson&country=Malawi&sort=newest&ui=fr"
    assert state.without("kind", "lesson").filters == {"country": ("Nepal", "Malawi")}
    assert state.without_filters().address == "/?q=exit&sort=newest&ui=fr"
    assert state.with_filter("evaluation", "7").filters["evaluation"] == ("7",)
    assert state.with_filter("evaluation", "7").page == 1
    assert state.in_language("es").address == state.address.replace("ui=fr", "ui=es")
    assert state.asking("other words").address == "/?q=other+words&ui=fr"


def test_the_search_asks_for_one_hit_more_than_the_page_shows() -> None:
    request = read("/?q=exit&page=3&country=Nepal").request()
    assert (request.limit, request.offset, request.per_evaluation) == (PAGE_SIZE + 1, 2 * PAGE_SIZE, None)
    assert request.filters == {"country": ["Nepal"]}
    assert read("/?q=exit&evaluation=7").request().per_evaluation == 0
