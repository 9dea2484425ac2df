"""Facets as choices, chips and bars."""

from __future__ import annotations

from retrieval.answer import FacetValue
from retrieval.facet_counts import COUNTED
from service.pages.facets import Bar, bars, chips, groups
from service.pages.state import SearchState
from service.pages.wording import wording

ENGLISH = wording("en", None)


def counts(**given: dict[str, int]) -> dict[str, list[FacetValue]]:
    """Counts of all fields, those given and none of the others."""
    return {
        field: [FacetValue(value=value, count=count) for value, count in given.get(field, {}).items()]
        for field in COUNTED
    }


def test_choices_have_names_counts_and_whether_they_are_chosen() -> None:
    state = SearchState(query="exit", filters={"kind": ("LESSON",)})
    (kinds,) = groups(counts(kind={"lesson": 5, "good_practice": 2}), state, ENGLISH)
    assert (kinds.field, kinds.label, kinds.more, kinds.open) == ("kind", "Kind of evidence", 0, True)
    assert [tuple(choice) for choice in kinds.choices] == [
        ("lesson", "Lesson", 5, True),
        ("good_practice", "Good practice", 2, False),
    ]


def test_where_there_is_nothing_to_choose_there_is_no_group() -> None:
    assert groups(counts(publisher={"ilo": 7}), SearchState(query="exit"), ENGLISH) == []
    chosen = SearchState(query="exit", filters={"publisher": ("ilo",)})
    (group,) = groups(counts(publisher={"ilo": 7}), chosen, ENGLISH)
    assert group.choices[0].label == "ILO"


def test_eight_values_are_shown_the_chosen_always_and_all_on_demand() -> None:
    many = {f"C{number:02}": 50 - number for number in range(20)}
    state = SearchState(query="exit", filters={"country": ("c15", "Atlantis")})
    (group,) = groups(counts(country=many), state, ENGLISH)
    assert [choice.value for choice in group.choices] == [*list(many)[:8], "C15", "Atlantis"]
    assert [choice.records for choice in group.choices if choice.chosen] == [35, 0]
    assert group.more == 11
    (wide,) = groups(counts(country=many), SearchState(query="exit", wide="country"), ENGLISH)
    assert (len(wide.choices), wide.more) == (20, 0)
    (nine,) = groups(counts(country=dict(list(many.items())[:9])), SearchState(query="exit"), ENGLISH)
    assert (len(nine.choices), nine.more) == (9, 0)


def test_each_filter_can_be_taken_away() -> None:
    state = SearchState(query="exit", filters={"kind": ("lesson",), "year": ("2015-2019",)}, page=4)
    assert [tuple(chip) for chip in chips(state.filters, state, ENGLISH)] == [
        ("Kind of evidence", "Lesson", "/?q=exit&year=2015-2019"),
        ("Year", "2015–2019", "/?q=exit&kind=lesson"),
    ]


def test_every_year_between_has_a_bar() -> None:
    years = counts(year={"2019": 8, "2016": 1, "2018": 3})["year"]
    state = SearchState(query="exit", filters={"year": ("2018-",)})
    assert bars(years, state) == [
        Bar(2016, 1, 13, False),
        Bar(2017, 0, 0, False),
        Bar(2018, 3, 38, True),
        Bar(2019, 8, 100, True),
    ]
    assert bars(years[:1], state) == []
