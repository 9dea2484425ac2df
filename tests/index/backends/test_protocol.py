"""The protocol, held against every backend: what is written comes back, is found, counted and published."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.backends.base import Backend, Collection, Entries
from index.backends.expressions import All, And, Expression, In, Not, Or, Range, These, matching
from index.backends.milvus import MilvusBackend, MilvusCollection
from index.encoders.base import Vectors
from index.errors import EngineError
from index.lexical.impact import ImpactIndex

Small = Any  # see conftest.py

LESSONS = In("kind", ("lesson",))
_values = st.sampled_from(["Jordan", "jordan", "EGYPT", "Atlantis", "lesson", "2015", "", "true", 'x"] or row >= 0'])
_leaves = st.one_of(
    st.just(All()),
    st.builds(In, st.sampled_from(["kind", "country", "year"]), st.lists(_values, max_size=3).map(tuple)),
    st.builds(Range, st.just("year"), st.integers(2005, 2025), st.integers(2005, 2025)),
    st.builds(lambda rows: These(np.array(sorted(rows), dtype=np.int64)), st.sets(st.integers(0, 59))),
)
_expressions: st.SearchStrategy[Expression] = st.recursive(
    _leaves,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(And, st.lists(parts, max_size=3).map(tuple)),
        st.builds(Or, st.lists(parts, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


def fill(backend: Backend, name: str, small: Small) -> Collection:
    """Write a collection in three batches, the last one first and twice."""
    backend.begin(name, small.book)
    for part in (slice(40, None), slice(0, 20), slice(20, 40), slice(40, None)):
        backend.upsert(name, small.entries.some(part))
    backend.seal(name, len(small.entries.rows))
    return backend.open(name, small.book)


def same(one: Entries, other: Entries) -> None:
    assert one.rows.tolist() == other.rows.tolist()
    assert list(one.ids) == list(other.ids)
    np.testing.assert_array_equal(one.vectors, other.vectors)
    assert [dict(impacts) for impacts in one.impacts] == [dict(impacts) for impacts in other.impacts]
    assert {name: [*map(list, values)] for name, values in one.facets.items()} == {
        name: [*map(list, values)] for name, values in other.facets.items()
    }


def test_what_is_written_comes_back_in_the_order_that_is_asked(backend: Backend, small: Small) -> None:
    collection = fill(backend, "a", small)
    same(collection.fetch(small.entries.rows), small.entries)
    backwards = small.entries.rows[::-7]
    assert collection.fetch(backwards).rows.tolist() == backwards.tolist()
    np.testing.assert_array_equal(collection.vectors(backwards), small.entries.vectors[backwards])
    scanned = list(collection.scan(Not(LESSONS)))
    assert np.concatenate([one.rows for one in scanned]).tolist() == list(range(1, 60, 2))
    same(scanned[0], collection.fetch(scanned[0].rows))


def test_the_nearest_are_those_of_all_cosines_in_order(backend: Backend, small: Small, query: Vectors) -> None:
    collection, cosines = fill(backend, "a", small), small.entries.vectors @ query
    for where in (All(), LESSONS, Range("year", 2012, 2014), These(np.array([3, 7, 9]))):
        kept = np.flatnonzero(matching(where, small.book.facets, 60))
        for depth in (1, 10, 60):
            found = collection.dense(query, depth, where)
            assert found.rows.tolist() == kept[np.lexsort((kept, -cosines[kept]))][:depth].tolist()
            np.testing.assert_allclose(found.scores, cosines[found.rows], atol=1e-6)


def test_bm25_is_that_of_the_embedded_index(backend: Backend, small: Small) -> None:
    collection, index = fill(backend, "a", small), ImpactIndex.build(small.terms)
    for weights in ({"word1": 1.0}, {"word1": 1.0, "word2": 0.5, "word19": 2.0, "no such word": 1.0}):
        scores = index.score(weights)
        for where in (All(), LESSONS, Not(In("country", ("Jordan",)))):
            kept = np.flatnonzero(matching(where, small.book.facets, 60) & (scores > 0))
            found = collection.lexical(weights, 10, where)
            expected = kept[np.lexsort((kept, -scores[kept]))][:10]
            np.testing.assert_allclose(found.scores, scores[expected], rtol=1e-6)
            assert set(found.rows[found.scores > found.scores[-1]]) <= set(expected)


def test_a_query_of_unknown_terms_finds_nothing(backend: Backend, small: Small) -> None:
    collection = fill(backend, "a", small)
    assert not len(collection.lexical({"no such word": 1.0}, 10, All()).rows)
    assert not len(collection.lexical({}, 10, All()).rows)
    assert collection.count(All()) == 60


def test_every_expression_keeps_what_it_keeps_in_the_embedded_index(backend: Backend, small: Small) -> None:
    collection = fill(backend, "a", small)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(_expressions)
    def holds(where: Expression) -> None:
        kept = matching(where, small.book.facets, 60)
        assert collection.count(where) == kept.sum()
        vector = small.entries.vectors[0]
        assert set(collection.dense(vector, 60, where).rows.tolist()) == set(np.flatnonzero(kept).tolist())

    holds()


def test_no_value_can_be_more_than_a_value(backend: Backend, small: Small) -> None:
    collection, countries = fill(backend, "a", small), small.book.facets["country"]
    assert len(countries.values) == 9
    for value in countries.values:
        held = countries.mask(countries.find(value)).sum()
        assert 0 < held < 60
        assert collection.count(In("country", (value,))) == held
        assert collection.count(In("country", (f"{value}x",))) == 0


def test_a_passage_taken_out_is_missed_and_can_be_written_again(backend: Backend, small: Small) -> None:
    fill(backend, "a", small)
    backend.delete("a", np.array([58, 59, 1_000]))
    with pytest.raises(EngineError, match="58 passages, not 60"):
        backend.seal("a", 60)
    assert backend.begin("a", small.book) == 58
    backend.upsert("a", small.entries.some(slice(58, None)))
    backend.seal("a", 60)
    same(backend.open("a", small.book).fetch(small.entries.rows), small.entries)


def test_one_generation_is_published_and_stays_until_another_one_is(
    backend: Backend, small: Small, other: Small
) -> None:
    assert backend.published() is None
    fill(backend, "a", small)
    fill(backend, "b", other)
    assert backend.published() is None
    backend.publish("a")
    assert backend.published() == "a"
    assert backend.names() == ["a", "b"]
    with pytest.raises(EngineError, match="published"):
        backend.drop("a")
    backend.publish("b")
    backend.drop("a")
    assert (backend.published(), backend.names()) == ("b", ["b"])
    for unknown in (backend.publish, lambda name: backend.open(name, small.book), lambda name: backend.seal(name, 60)):
        with pytest.raises(EngineError, match="a"):
            unknown("a")
    assert backend.published() == "b"


def test_moving_the_alias_under_load_fails_no_query(
    backend: Backend, small: Small, other: Small, query: Vectors
) -> None:
    """Every query is answered from one whole generation, the one that was published when it began."""
    made = {"a": small, "b": other}
    for name, one in made.items():
        fill(backend, name, one)
    backend.publish("a")
    answered: list[str] = []
    errors: list[Exception] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                name = backend.published()
                assert name is not None
                found = backend.open(name, made[name].book).dense(query, 60, All())
                ids = backend.open(name, made[name].book).fetch(found.rows[:5]).ids
                assert list(ids) == [made[name].entries.ids[row] for row in found.rows[:5]]
                answered.append(name)
            except Exception as error:  # noqa: BLE001
                errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for name in "ba" * 20:
        before = len(answered)
        backend.publish(name)
        while len(answered) < before + 2 and not errors:
            stop.wait(0.001)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(answered) == {"a", "b"}


def test_whoever_reads_the_alias_sees_one_whole_generation(
    backend: Backend, small: Small, other: Small, query: Vectors
) -> None:
    if not isinstance(backend, MilvusBackend):
        pytest.skip("only an engine has an alias")
    made = {"a": small, "b": other}
    for name, one in made.items():
        fill(backend, name, one)
    backend.publish("a")
    published = MilvusCollection(backend.server, backend.server.prefix, small.book)
    answers: list[tuple[list[int], list[str]]] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            (entries,) = published.scan(These(np.arange(20)))
            answers.append((entries.rows.tolist(), [id_.partition(":")[0] for id_ in entries.ids]))

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(search) for _ in range(3)]
        for name in "ba" * 15:
            backend.publish(name)
            stop.wait(0.02)
        stop.set()
        for one in running:
            one.result()
    assert {(tuple(rows), len(set(labels))) for rows, labels in answers} == {(tuple(range(20)), 1)}
    assert {labels[0] for _, labels in answers} == {"first", "second"}


def test_what_searches_began_with_stays_while_the_next_one_is_made(
    backend: Backend, small: Small, other: Small, query: Vectors
) -> None:
    before = fill(backend, "a", small)
    backend.publish("a")
    first = before.dense(query, 10, All())
    fill(backend, "b", other)
    backend.publish("b")
    again = before.dense(query, 10, All())
    assert (again.rows == first.rows).all()
    assert (again.scores == first.scores).all()
