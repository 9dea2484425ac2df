"""Both lexical backends against the formula, and against each other."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical.base import K1, B, LexicalBackend, LexicalIndex, idf
from index.lexical.load import build_lexical, load_lexical

BACKENDS: tuple[LexicalBackend, ...] = ("bm25s", "rank-bm25")
EITHER = pytest.mark.parametrize("backend", BACKENDS)

# Lengths 4, 2, 2 and 0: on average 2 terms.
PASSAGES = [["exit", "plan", "exit", "plan"], ["exit", "ras/16/13"], ["owner", "née"], []]

_TERMS = st.text("abcdeé/1", min_size=1, max_size=2)
_COLLECTIONS = st.lists(st.lists(_TERMS, max_size=15), max_size=12)
_QUERIES = st.dictionaries(_TERMS, st.floats(0.05, 4), max_size=6)


def by_hand(query: dict[str, float], passages: Sequence[Sequence[str]]) -> list[float]:
    """The formula of index/lexical/base.py, word for word."""
    average = sum(map(len, passages)) / len(passages)
    scores = []
    for passage in passages:
        score = 0.0
        for term, weight in query.items():
            df = sum(term in other for other in passages)
            if tf := passage.count(term):
                rare = math.log(1 + (len(passages) - df + 0.5) / (df + 0.5))
                score += weight * rare * tf / (tf + K1 * (1 - B + B * len(passage) / average))
        scores.append(score)
    return scores


@EITHER
def test_scores_are_those_of_the_formula(backend: LexicalBackend) -> None:
    index = build_lexical(backend, PASSAGES)
    for query in ({"exit": 1.0}, {"exit": 1.0, "plan": 1.0, "owner": 1.0}, {"née": 2.5, "ras/16/13": 0.5}):
        scores = index.score(query)
        assert scores.dtype == np.float32
        np.testing.assert_allclose(scores, by_hand(query, PASSAGES), rtol=1e-5)


@EITHER
def test_one_score_worked_out_on_paper(backend: LexicalBackend) -> None:
    # "owner" is in one of two passages, whose lengths 1 and 3 average 2: ln(1 + 1.5 / 1.5) · 1 / (1 + k1 · (1 - b / 2))
    scores = build_lexical(backend, [["owner"], ["exit", "exit", "plan"]]).score({"owner": 1.0})
    assert scores.tolist() == pytest.approx([math.log(2) / (1 + K1 * (1 - B / 2)), 0.0], rel=1e-6)


def test_idf_falls_with_frequency_and_stays_above_zero() -> None:
    values = [idf(100, frequency) for frequency in range(101)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0


@EITHER
def test_weights_scale_a_terms_share(backend: LexicalBackend) -> None:
    index = build_lexical(backend, PASSAGES)
    exit_, owner = index.score({"exit": 1.0}), index.score({"owner": 1.0})
    np.testing.assert_allclose(index.score({"exit": 3.0, "owner": 0.5}), 3 * exit_ + owner / 2, rtol=1e-5)


@EITHER
def test_unknown_terms_add_nothing(backend: LexicalBackend) -> None:
    index = build_lexical(backend, PASSAGES)
    assert index.score({}).tolist() == [0] * 4
    assert index.score({"budget": 1.0}).tolist() == [0] * 4
    assert index.score({"budget": 1.0, "exit": 1.0}).tolist() == index.score({"exit": 1.0}).tolist()
    assert index.frequency("budget") == 0
    assert index.holds("budget", np.arange(4)).tolist() == [False] * 4


@EITHER
def test_terms_know_their_passages(backend: LexicalBackend) -> None:
    index = build_lexical(backend, PASSAGES)
    assert index.vocabulary() == ["exit", "née", "owner", "plan", "ras/16/13"]
    assert [index.frequency(term) for term in index.vocabulary()] == [2, 1, 1, 1, 1]
    assert index.holds("exit", np.array([3, 1, 0, 1])).tolist() == [False, True, True, True]


@EITHER
@pytest.mark.parametrize("passages", [[], [[]], [[], []]], ids=["none", "empty", "all empty"])
def test_a_collection_without_terms(backend: LexicalBackend, passages: list[list[str]], tmp_path: Path) -> None:
    built = build_lexical(backend, passages)
    built.save(tmp_path / "lexical")
    for index in (built, load_lexical(backend, tmp_path / "lexical")):
        assert index.score({"exit": 1.0}).tolist() == [0] * len(passages)
        assert list(index.vocabulary()) == []


@given(passages=_COLLECTIONS, query=_QUERIES)
def test_the_default_backend_scores_like_the_oracle(passages: list[list[str]], query: dict[str, float]) -> None:
    fast, oracle = (build_lexical(backend, passages) for backend in BACKENDS)
    np.testing.assert_allclose(fast.score(query), oracle.score(query), atol=1e-5, rtol=1e-5)
    if passages:
        np.testing.assert_allclose(oracle.score(query), by_hand(query, passages), atol=1e-5, rtol=1e-5)


@given(passages=_COLLECTIONS, term=_TERMS)
def test_the_default_backend_counts_like_the_oracle(passages: list[list[str]], term: str) -> None:
    fast, oracle = (build_lexical(backend, passages) for backend in BACKENDS)
    rows = np.arange(len(passages))[::-1]
    assert fast.vocabulary() == oracle.vocabulary()
    assert fast.frequency(term) == oracle.frequency(term) == sum(term in passage for passage in passages)
    assert fast.holds(term, rows).tolist() == oracle.holds(term, rows).tolist()
    assert fast.holds(term, rows).tolist() == [term in passages[row] for row in rows]


@given(passages=_COLLECTIONS, query=_QUERIES)
def test_scores_of_some_passages_are_the_same_numbers(passages: list[list[str]], query: dict[str, float]) -> None:
    rows = np.arange(len(passages))[::-1]
    for backend in BACKENDS:
        index = build_lexical(backend, passages)
        assert index.score_of(query, rows).tobytes() == index.score(query)[rows].tobytes()
        for term in query:
            assert index.rows_with(term).tolist() == [row for row, said in enumerate(passages) if term in said]


def same(one: LexicalIndex, other: LexicalIndex) -> bool:
    query = {"exit": 1.0, "née": 2.0, "ras/16/13": 0.5}
    return one.score(query).tolist() == other.score(query).tolist() and one.vocabulary() == other.vocabulary()


@EITHER
def test_a_saved_index_is_the_same_index(backend: LexicalBackend, tmp_path: Path) -> None:
    index = build_lexical(backend, PASSAGES)
    index.save(tmp_path / "lexical")
    assert same(load_lexical(backend, tmp_path / "lexical"), index)


@EITHER
def test_nothing_is_pickled(backend: LexicalBackend, tmp_path: Path) -> None:
    build_lexical(backend, PASSAGES).save(tmp_path / "lexical")
    files = sorted((tmp_path / "lexical").iterdir())
    assert files
    for file in files:
        if file.suffix == ".npy":
            assert not np.load(file, allow_pickle=False).dtype.hasobject
        else:
            json.loads(file.read_text("utf-8"))


def test_the_matrix_of_the_default_backend_is_mapped_not_read(tmp_path: Path) -> None:
    build_lexical("bm25s", PASSAGES).save(tmp_path / "lexical")
    opened = load_lexical("bm25s", tmp_path / "lexical")
    mapped = Path("/proc/self/maps")
    if not mapped.exists():
        pytest.skip("this system does not say which files a process has mapped")
    assert str(tmp_path / "lexical") in mapped.read_text()
    assert opened.frequency("exit") == 2
