"""What Milvus is asked: numbers, our own field names, operators."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.backends.expressions import All, And, Expression, In, Not, Or, Range, These, expressed, matching
from index.backends.milvus_filter import filter_of
from index.facets import Facet

FACETS = {
    "country": Facet.build([("Jordan",), ("Egypt", "Jordan"), (), ('"] or row >= 0',)]),
    "year": Facet.build([("2015",), ("2019",), ("n.d.",), ()]),
}


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        (All(), ""),
        (In("country", ("JORDAN", "Egypt")), "array_contains_any(facet_country, [1, 2])"),
        (In("country", ('"] or row >= 0',)), "array_contains_any(facet_country, [0])"),
        (In("country", ("Atlantis",)), "row < 0"),
        (In("country", ()), "row < 0"),
        (Range("year", 2015, 2018), "array_contains_any(facet_year, [0])"),
        (These(np.array([1, 3])), "row in [1, 3]"),
        (These(np.array([0, 1, 3])), "not (row in [2])"),
        (These(np.arange(4)), "row >= 0"),
        (These(np.array([], dtype=np.int64)), "row < 0"),
        (Not(All()), "not (row >= 0)"),
        (And(()), "row >= 0"),
        (Or(()), "row < 0"),
        (
            And((In("country", ("Jordan",)), Or((Range("year", 0, 1), Not(In("country", ("Egypt",))))))),
            (
                "(array_contains_any(facet_country, [2])) and "
                "((row < 0) or (not (array_contains_any(facet_country, [1]))))"
            ),
        ),
    ],
)
def test_the_filter_of_an_expression(expression: Expression, written: str) -> None:
    assert filter_of(expression, FACETS, 4) == written


def test_long_runs_of_rows_are_written_as_ranges() -> None:
    rows = np.array([*range(10, 30), 40, 41, *range(50, 58)])
    assert filter_of(These(rows), FACETS, 1_000) == (
        "(row >= 10 and row <= 29) or (row >= 50 and row <= 57) or row in [40, 41]"
    )


def test_many_runs_stay_a_filter_that_can_be_read() -> None:
    rows = np.concatenate([np.arange(start, start + 9) for start in range(0, 10_000, 50)])
    written = filter_of(These(rows), FACETS, 100_000)
    assert written.count(" or ") == 50
    assert len(re.findall(r"\d+", written)) == 50 * 2 + (200 - 50) * 9


@given(st.sets(st.integers(0, 299)))
def test_rows_are_written_without_loss(rows: set[int]) -> None:
    written = filter_of(These(np.array(sorted(rows), dtype=np.int64)), FACETS, 300)
    plain = re.sub(r"not \((.*)\)$", r"not (\1)", written)
    assert {row for row in range(300) if eval(plain, {"row": row})} == rows


def test_an_unknown_facet_is_an_error() -> None:
    with pytest.raises(KeyError):
        filter_of(In("colour", ("red",)), FACETS, 4)


def test_a_mask_speaks_for_its_expression_until_anything_is_made_of_it() -> None:
    where = In("country", ("Jordan",))
    mask = expressed(where, FACETS, 4)
    assert mask.tolist() == matching(where, FACETS, 4).tolist() == [True, True, False, False]
    assert mask.expression is where
    for other in (mask & np.array([True, False, True, True]), ~mask, mask.copy(), mask[:2], np.asarray(mask)):
        assert getattr(other, "expression", None) is None
    with pytest.raises(ValueError, match="read-only"):
        mask[0] = False
    with pytest.raises(ValueError, match="read-only"):
        mask &= np.zeros(4, dtype=np.bool_)
