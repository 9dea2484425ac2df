"""The counts of the sample are those that its README and its files state."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from index.encoders.models import DEFAULT_MODEL
from retrieval.search import Searcher
from retrieval.stats import stats


@pytest.fixture(scope="module")
def records(searcher: Searcher) -> set[tuple[str, str]]:
    """Identifier and kind of every record of the sample."""
    store = searcher.opened.store
    documents = {p.record.document_id for p in store.passages(range(searcher.opened.manifest.passages))}
    return {(record.id, record.kind.value) for document in documents for record in store.records_of(document)}


def test_records_are_counted_by_kind(searcher: Searcher, records: set[tuple[str, str]]) -> None:
    assert stats(searcher.opened).records == Counter(kind for _, kind in records)


def test_the_export_of_the_sample_has_the_records_that_its_readme_states(records: set[tuple[str, str]]) -> None:
    exported = Counter(kind for id_, kind in records if re.fullmatch(r"ilo:[a-z_]+:9[123]00\d\d", id_))
    assert (exported["lesson"], exported["good_practice"], exported["recommendation"]) == (68, 26, 36)


def test_evaluations_languages_and_statuses_are_counted(searcher: Searcher) -> None:
    counted = stats(searcher.opened)
    assert (counted.documents, counted.planned) == (26, 5)
    assert set(counted.languages) == {"en", "es", "fr"}
    assert sum(counted.languages.values()) <= counted.passages == searcher.opened.manifest.passages
    stated = {
        "Partially Completed": 16,
        "Completed": 11,
        "Action not yet taken": 4,
        "No Action Planned": 3,
        "Rejected": 2,
    }
    assert counted.status.items() >= stated.items()
    assert set(counted.progress) >= {"Achieved", "Partially achieved", "No implementation"}


def test_it_says_what_the_index_was_made_with(searcher: Searcher) -> None:
    counted = stats(searcher.opened)
    assert counted.generation == searcher.opened.manifest.name
    assert counted.encoder == DEFAULT_MODEL
    assert counted.encoder_sha256 == searcher.encoder.identity.weights_sha256
    assert counted.dimensions == 384
