"""An expression of some passages, told to an engine that has all, keeps the same ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.backends.expressions import And, Expression, In, Not, Or, Range, These, matching, renumbered
from index.facets import Facet

PASSAGES = 12
FACETS = {
    "country": Facet.build([(("Jordan",), ("EGYPT", "jordan"), (), ("Fiji",))[row % 4] for row in range(PASSAGES)]),
    "year": Facet.build([(str(2010 + row),) if row % 3 else ("n.d.",) for row in range(PASSAGES)]),
}


def expressions(passages: int) -> st.SearchStrategy[Expression]:
    """Expressions over so many passages."""
    countries = st.lists(st.sampled_from(["jordan", "Egypt", "FIJI", "Atlantis"]), max_size=2).map(tuple)
    rows = st.sets(st.integers(0, passages - 1)).map(lambda some: np.array(sorted(some), dtype=np.int64))
    return st.recursive(
        st.one_of(
            st.builds(In, st.just("country"), countries),
            st.builds(Range, st.just("year"), st.integers(2008, 2022), st.integers(2008, 2022)),
            st.builds(These, rows),
        ),
        lambda parts: st.one_of(
            st.builds(Not, parts),
            st.builds(And, st.lists(parts, max_size=3).map(tuple)),
            st.builds(Or, st.lists(parts, max_size=3).map(tuple)),
        ),
        max_leaves=6,
    )


@given(st.data(), st.sets(st.integers(0, PASSAGES - 1), min_size=1))
def test_renumbered_it_keeps_the_same_passages(data: st.DataObject, kept: set[int]) -> None:
    rows = np.array(sorted(kept), dtype=np.int64)
    some = {name: facet.restricted(rows) for name, facet in FACETS.items()}
    expression = data.draw(expressions(len(rows)))
    here = matching(expression, some, len(rows))
    there = matching(renumbered(expression, rows), FACETS, PASSAGES)
    assert there[rows].tolist() == here.tolist()
