"""Every candidate has its true BM25 and its true cosine, whichever leg found it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from index.encoders.base import Encoder, Vectors
from index.encoders.calibration import Calibration
from index.lexical.base import K1, B
from index.representation import heading, lexical_terms
from index.store import StoredPassage
from retrieval.candidates import Candidates, find_candidates
from retrieval.encode import encode_query
from retrieval.query import Query, parse
from retrieval.search import Searcher

QUERIES = ["what worked for exit strategies", "les stratégies de sortie", "wages RAS/18/92/AUR", "violin tuning"]
DEPTH = 10

Find = Callable[..., Candidates]


@pytest.fixture(scope="module")
def passages(searcher: Searcher) -> list[StoredPassage]:
    return searcher.opened.store.passages(range(searcher.opened.manifest.passages))


@pytest.fixture(scope="module")
def bags(searcher: Searcher, passages: list[StoredPassage]) -> list[Counter[str]]:
    """The terms of every passage with their counts."""
    found = []
    for passage in passages:
        document = searcher.opened.store.document(passage.record.document_id)
        assert document is not None
        terms = lexical_terms(passage.text, passage.record.parts[passage.part], passage.record, document)
        found.append(Counter(terms))
    return found


def bm25(bags: list[Counter[str]], weights: Mapping[str, float], row: int) -> float:
    """The formula of index/lexical/base.py, written out for one passage."""
    average = sum(bag.total() for bag in bags) / len(bags)
    length = 1 - B + B * bags[row].total() / average
    score = 0.0
    for term, weight in weights.items():
        holding = sum(term in bag for bag in bags)
        idf = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
        score += weight * idf * bags[row][term] / (bags[row][term] + K1 * length)
    return score


@pytest.fixture(scope="module")
def asked(searcher: Searcher) -> Callable[[str], tuple[Query, Vectors]]:
    def ask(text: str) -> tuple[Query, Vectors]:
        query = parse(text, searcher.languages)
        return query, encode_query(searcher.encoder, query.text)

    return ask


@pytest.mark.parametrize("text", QUERIES)
def test_bm25_and_cosine_are_those_computed_directly(
    text: str,
    searcher: Searcher,
    encoder: Encoder,
    passages: list[StoredPassage],
    bags: list[Counter[str]],
    asked: Callable[[str], tuple[Query, Vectors]],
) -> None:
    query, vector = asked(text)
    found = find_candidates(searcher.opened, query, vector, None, DEPTH)
    read = [heading(passages[row].record) + passages[row].text for row in found.rows]
    for row, text_read, score, cosine in zip(found.rows, read, found.bm25, found.cosines, strict=True):
        assert score == pytest.approx(bm25(bags, query.weights, row), abs=1e-4)
        assert cosine == pytest.approx(float(encoder.encode([text_read])[0] @ vector), abs=1e-4)


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("masked", [False, True])
def test_candidates_are_the_best_of_both_legs_within_the_mask(
    text: str, masked: bool, searcher: Searcher, asked: Callable[[str], tuple[Query, Vectors]]
) -> None:
    opened = searcher.opened
    query, vector = asked(text)
    rows = np.arange(opened.manifest.passages)
    mask = rows % 3 == 0 if masked else None
    allowed = rows[mask] if mask is not None else rows
    found = find_candidates(opened, query, vector, mask, DEPTH)
    cosines, scores = opened.vectors.cosines(vector, allowed), opened.lexical.score(query.weights)[allowed]
    nearest = allowed[np.argsort(-cosines, kind="stable")[:DEPTH]]
    lexical = [row for row in allowed[np.argsort(-scores, kind="stable")[:DEPTH]] if scores[allowed == row][0] > 0]
    assert set(found.rows) <= set(allowed)
    assert set(nearest) <= set(found.rows)
    assert min(len(lexical), DEPTH) <= len(found.rows) <= len(set(nearest)) + len(lexical)
    assert set(found.rows) == set(nearest) | set(lexical)


def test_candidates_come_once_in_the_order_of_rows(
    searcher: Searcher, asked: Callable[[str], tuple[Query, Vectors]]
) -> None:
    query, vector = asked(QUERIES[0])
    found = find_candidates(searcher.opened, query, vector, None, DEPTH)
    assert found.rows.tolist() == sorted(set(found.rows.tolist()))
    assert all(len(array) == len(found.rows) for array in found[:-1])


def test_an_empty_mask_gives_no_candidate(searcher: Searcher, asked: Callable[[str], tuple[Query, Vectors]]) -> None:
    query, vector = asked(QUERIES[0])
    nothing = np.zeros(searcher.opened.manifest.passages, dtype=np.bool_)
    found = find_candidates(searcher.opened, query, vector, nothing, DEPTH)
    assert len(found.rows) == 0
    assert not found.full


def test_they_are_all_there_are_where_the_depth_was_not_used_up(
    searcher: Searcher, asked: Callable[[str], tuple[Query, Vectors]]
) -> None:
    query, vector = asked(QUERIES[0])
    passages = searcher.opened.manifest.passages
    assert not find_candidates(searcher.opened, query, vector, None, passages + 1).full
    assert find_candidates(searcher.opened, query, vector, None, DEPTH).full


def test_evidence_grows_with_the_words_that_a_passage_holds(
    searcher: Searcher, asked: Callable[[str], tuple[Query, Vectors]]
) -> None:
    query, vector = asked("landing sites zzyzx")
    found = find_candidates(searcher.opened, query, vector, None, searcher.opened.manifest.passages)
    above = found.evidence - found.cosines
    assert (above >= -1e-9).all()
    held = found.bm25 > 0
    assert held.any()
    assert above[held].min() > above[~held].max()


def test_evidence_is_on_the_scale_that_all_encoders_share(
    searcher: Searcher, asked: Callable[[str], tuple[Query, Vectors]]
) -> None:
    query, vector = asked(QUERIES[0])
    plain = find_candidates(searcher.opened, query, vector, None, DEPTH)
    assert (plain.closeness == plain.cosines).all()
    other = Calibration(unrelated=0.2, related=0.45)
    manifest = searcher.opened.manifest.model_copy(update={"calibration": other})
    moved = find_candidates(searcher.opened._replace(manifest=manifest), query, vector, None, DEPTH)
    assert (moved.cosines == plain.cosines).all()
    assert (moved.closeness == other.comparable(plain.cosines)).all()
    assert moved.evidence - moved.closeness == pytest.approx(plain.evidence - plain.closeness)


def test_a_mask_keeps_the_same_candidates_in_every_array(
    searcher: Searcher, asked: Callable[[str], tuple[Query, Vectors]]
) -> None:
    found = find_candidates(searcher.opened, *asked(QUERIES[0]), None, DEPTH)
    mask = found.rows % 2 == 0
    kept = found.keep(mask)
    assert all((one == other[mask]).all() for one, other in zip(kept[:-1], found[:-1], strict=True))
    assert kept.full == found.full
