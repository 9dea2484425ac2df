from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.publishers.countries import countries_in, split_countries


def test_countries_that_run_together_are_told_apart() -> None:
    run = "ALBANIABOSNIA AND HERCEGOVINAKOSOVOMACEDONIA, THE FORMER YUGOSLAV REPUBLIC OFTURKEY"
    assert split_countries(run) == ["Albania", "Bosnia and Herzegovina", "Kosovo", "North Macedonia", "Türkiye"]


def test_names_that_begin_with_each_other_are_all_tried() -> None:
    assert split_countries("NIGERIANIGERGUINEAGUINEA-BISSAU") == ["Nigeria", "Niger", "Guinea", "Guinea-Bissau"]


def test_a_run_that_is_not_all_countries_is_refused() -> None:
    assert split_countries("ALBANIAATLANTIS") is None
    assert split_countries("CHAD" * 2000) is None


@given(st.lists(st.sampled_from(["Peru", "Chad", "Mali", "Malawi", "Oman", "Romania", "Dominica"]), min_size=1))
def test_any_list_of_countries_comes_back(names: list[str]) -> None:
    assert split_countries("".join(names).upper()) == names


def test_a_title_gives_the_countries_it_names_in_full() -> None:
    assert countries_in("Evaluation of work in Guinea-Bissau, Viet Nam and Côte d’Ivoire") == [
        "Côte d'Ivoire",
        "Guinea-Bissau",
        "Viet Nam",
    ]
    assert countries_in("Malian and Peruvian reforms") == []
