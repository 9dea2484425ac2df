"""A generation that was copied to an engine is found there as in its own files, by all who may see some of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.backends.base import Backend, Entries
from index.backends.book import VISIBILITY, book_of, visible
from index.backends.expressions import All, expressed
from index.backends.load import connect
from index.backends.projection import embedded, project
from index.errors import EngineError
from index.facets import FACETS
from index.indexer import index_extraction
from index.model import Document, Extraction, Facets, Kind, Part, Record
from index.opened import Opened, open_generation
from index.progress import Silent
from index.settings import EngineSettings, IndexSettings
from index.view import restrict
from index.visibility import EVERYBODY, Audience
from retrieval.filters import expression_of

VISIBILITIES = ("public", "internal", "group:hr", "group:HR", "group:hr,audit", "group:board")
COUNTRIES = ("Fiji", "Samoa", "Tonga")
SAYINGS = (
    "Pilots who were trained at sea stayed with the harbour",
    "Wells were kept in repair where the council paid a keeper",
    "The reef was fished empty because nobody paid the wardens",
    "Fares of the ferry did not cover its fuel",
)
AUDIENCES = [
    EVERYBODY,
    Audience(signed_in=True),
    Audience(signed_in=True, groups=frozenset({"hr"})),
    Audience(signed_in=True, groups=frozenset({"HR"})),
    Audience(signed_in=True, groups=frozenset({"hr", "HR"})),
]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, settings: IndexSettings) -> Path:
    """Six documents, each with one of the visibilities and four lessons."""
    documents, records = [], []
    for at, visibility in enumerate(VISIBILITIES):
        facets = Facets(countries=(COUNTRIES[at % 3], COUNTRIES[at % 2]))
        documents.append(
            Document(
                id=f"own:evaluation:{at}", publisher="own", title=f"Evaluation {at}", year=2015 + at, language="en",
                visibility=visibility, facets=facets,
            )
        )  # fmt: skip
        for number, text in enumerate(SAYINGS):
            records.append(
                Record(
                    id=f"own:lesson:{at}-{number}", local_id=f"{at}-{number}", document_id=f"own:evaluation:{at}",
                    kind=Kind.LESSON if number % 2 else Kind.GOOD_PRACTICE,
                    parts=(Part(name="text", text=f"{text}, year {at}.", language="en"),),
                )
            )  # fmt: skip
    data = tmp_path_factory.mktemp("mixed")
    index_extraction("own", Extraction(documents=tuple(documents), records=tuple(records)), data, settings)
    return data


@pytest.fixture
def opened(mixed: Path) -> Opened:
    return open_generation(mixed)


def test_a_copied_generation_finds_what_its_own_files_find(opened: Opened, backend: Backend, mixed: Path) -> None:
    done = project(opened, backend, Silent())
    assert (done.name, done.passages, done.written) == (opened.manifest.name, 24, 24)
    assert backend.published() == opened.manifest.name
    there = open_generation(mixed, backend)
    for query in opened.vectors.stored(np.arange(0, 24, 5)):
        for depth in (1, 7, 24):
            own, found = opened.vectors.nearest(query, depth), there.vectors.nearest(query, depth)
            assert np.allclose(found.cosines, own.cosines, atol=1e-6)
            assert sorted(found.rows.tolist()) == sorted(own.rows.tolist())
    for terms in ({"reef": 1.0}, {"year": 1.0, "pilot": 0.5}):
        assert sorted(there.lexical.best(terms, 10)) == sorted(opened.lexical.best(terms, 10))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_reader_finds_there_what_their_view_holds(
    opened: Opened, backend: Backend, mixed: Path, audience: Audience
) -> None:
    project(opened, backend, Silent())
    own, there = restrict(opened, audience), restrict(open_generation(mixed, backend), audience)
    assert there.manifest == own.manifest
    assert 0 < own.manifest.passages < 24
    filtered = [expression_of(given, own.facets) for given in ({"country": ["fiji"]}, {"year": ["2016-2018"]})]
    masks = [None, *(expressed(one, own.facets, own.manifest.passages) for one in filtered)]
    masks.append(np.arange(own.manifest.passages) % 2 == 0)
    for query in opened.vectors.stored(np.arange(0, 24, 5)):
        for mask in masks:
            wanted, found = own.vectors.nearest(query, 24, mask), there.vectors.nearest(query, 24, mask)
            assert sorted(found.rows.tolist()) == sorted(wanted.rows.tolist())
            assert np.allclose(found.cosines, wanted.cosines, atol=1e-6)
            assert np.array_equal(there.vectors.of(found.rows), own.vectors.of(found.rows))
    assert there.lexical.score({"pilot": 1.0}).tolist() == own.lexical.score({"pilot": 1.0}).tolist()


def test_no_filter_of_a_reader_can_name_for_whom_a_passage_is(opened: Opened) -> None:
    assert VISIBILITY not in FACETS
    assert VISIBILITY not in opened.facets


def test_groups_that_differ_by_case_are_two(opened: Opened) -> None:
    book = book_of(opened.manifest, opened.store, opened.lexical, opened.facets)
    own = embedded(opened)
    assert len(book.facets[VISIBILITY].values) == 6
    assert own.count(visible(["group:hr"])) == own.count(visible(["group:HR"])) == 4
    assert own.count(visible(["public", "group:board"])) == 8
    assert own.count(visible([])) == 0


def test_work_that_was_stopped_goes_on(opened: Opened, backend: Backend) -> None:
    book, entries = book_of(opened.manifest, opened.store, opened.lexical, opened.facets), _entries(opened)
    backend.begin(opened.manifest.name, book)
    backend.upsert(opened.manifest.name, entries.some(slice(5, 9)))
    assert project(opened, backend, Silent()).written == 24
    assert project(opened, backend, Silent()).written == 0
    assert backend.open(opened.manifest.name, book).count(All()) == 24


def _entries(opened: Opened) -> Entries:
    return embedded(opened).fetch(np.arange(opened.manifest.passages))


@pytest.mark.parametrize("what", ["a passage", "a cosine"])
def test_what_does_not_come_back_as_it_was_is_never_published(opened: Opened, backend: Backend, what: str) -> None:
    entries = _entries(opened)
    name = opened.manifest.name
    backend.begin(name, book_of(opened.manifest, opened.store, opened.lexical, opened.facets))
    vectors = np.roll(entries.vectors, 1, axis=0)
    impacts = [{} for _ in entries.impacts] if what == "a passage" else entries.impacts
    backend.upsert(name, entries._replace(vectors=vectors, impacts=impacts))
    with pytest.raises(EngineError, match="differs"):
        project(opened, backend, Silent())
    assert backend.published() is None


def test_an_engine_that_lacks_the_generation_says_how_to_bring_it_there(
    mixed: Path, engines: Callable[[str], EngineSettings], tmp_path: Path
) -> None:
    data = Path(shutil.copytree(mixed, tmp_path / "data"))
    with pytest.raises(EngineError, match="has no collection") as told:
        open_generation(data, connect(engines("milvus-lite")))
    assert "afterwise migrate" in told.value.hint
