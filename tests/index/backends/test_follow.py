"""The engine holds a generation before the data folder publishes it; where it cannot, nothing is published."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from index.backends.base import Backend
from index.backends.follow import Follower
from index.backends.load import connect
from index.encoders.load import load_encoder
from index.encoders.onnx_runtime import OnnxEncoder
from index.errors import EngineError
from index.generation import current, release
from index.indexer import index, index_extraction
from index.model import Document, Extraction, Kind, Part, Record
from index.opened import open_generation
from index.settings import EngineSettings, IndexSettings


@pytest.fixture(scope="module", autouse=True)
def one_encoder() -> Iterator[None]:
    """The same encoder for every run of these tests: loading it takes longer than all the rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.indexer.load_encoder", lru_cache(load_encoder))
        yield


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the sample's data folder that a test may change."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture(params=["milvus-lite", "milvus-lite server", "cluster"])
def engine(
    request: pytest.FixtureRequest, engines: Callable[[str], EngineSettings], monkeypatch: pytest.MonkeyPatch
) -> Backend:
    """An empty engine, named by the settings."""
    settings = engines(request.param)
    monkeypatch.setenv("AFTERWISE_ENGINE", settings.engine)
    monkeypatch.setenv("AFTERWISE_ENGINE_NAME", settings.engine_name)
    return connect(settings)


def add(data: Path, number: int) -> str:
    """Index one more record; the name of the generation."""
    text = f"Zeppelin {number} must be moored before the wind turns."
    record = Record(
        id=f"own:lesson:{number}", local_id=str(number), document_id="own:evaluation:1", kind=Kind.LESSON,
        parts=(Part(name="text", text=text, language="en"),),
    )  # fmt: skip
    document = Document(id="own:evaluation:1", publisher="own", title="Zeppelins", language="en")
    extraction = Extraction(documents=(document,), records=(record,))
    return index_extraction(f"source {number}", extraction, data, IndexSettings()).name


def test_each_generation_is_published_in_both(engine: Backend, data: Path) -> None:
    made = [add(data, number) for number in range(4)]
    assert len(set(made)) == 4
    assert engine.published() == current(data) == made[-1]
    assert made[-2] in engine.names()  # those who search it go on
    assert made[0] not in engine.names()
    opened = open_generation(data, engine)
    assert [opened.store.passages([row])[0].record.id for row in opened.lexical.best({"zeppelin": 1.0}, 9)]


def test_vectors_are_copied_and_not_encoded_again(engine: Backend, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[str] = []
    encode = OnnxEncoder.encode
    monkeypatch.setattr(OnnxEncoder, "encode", lambda self, texts: [encoded.extend(texts), encode(self, texts)][1])
    assert index([], data, IndexSettings()).built is False
    assert set(encoded) <= {"probe"}  # a model that is loaded is asked for its dimensions
    assert engine.published() == current(data)


def test_what_the_engine_cannot_hold_is_not_published(
    engine: Backend, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = add(data, 1)
    monkeypatch.setenv("AFTERWISE_ENGINE", "http://127.0.0.1:9")
    monkeypatch.setenv("AFTERWISE_ENGINE_TIMEOUT", "0.5")
    with pytest.raises(EngineError, match="cannot be reached"):
        add(data, 2)
    assert current(data) == before == engine.published()
    monkeypatch.delenv("AFTERWISE_ENGINE_TIMEOUT")
    monkeypatch.setenv("AFTERWISE_ENGINE", engine.server.uri)  # type: ignore[attr-defined]
    after = index([], data, IndexSettings()).generation
    assert current(data) == after == engine.published() != before
    assert open_generation(data, engine).store.record("own:lesson:2") is not None


def test_going_back_moves_both(engine: Backend, data: Path) -> None:
    from service.cli import rollback

    first, second = add(data, 1), add(data, 2)
    rollback.command(None, data)
    assert current(data) == engine.published() == first
    third = add(data, 3)
    assert current(data) == engine.published() == first
    assert third in engine.names()
    release(data)
    index([], data, IndexSettings())
    assert current(data) == engine.published() == third != second


def test_vacuum_leaves_in_the_engine_what_the_folder_holds(engine: Backend, data: Path) -> None:
    from service.cli import vacuum

    first, second = add(data, 1), add(data, 2)
    vacuum.command(data, dry_run=True)
    assert {first, second} <= set(engine.names())
    vacuum.command(data)
    assert engine.names() == [second]


def test_collections_of_others_are_left_alone(engine: Backend, data: Path) -> None:
    name = add(data, 1)
    opened = open_generation(data)
    from index.backends.book import book_of

    engine.begin("other_0123456789abcdef", book_of(opened.manifest, opened.store, opened.lexical, opened.facets))
    for number in (2, 3, 4):
        add(data, number)
    assert name not in engine.names()
    assert "other_0123456789abcdef" in engine.names()


def test_without_an_engine_nothing_is_followed(data: Path) -> None:
    follower = Follower(data, None)
    assert follower.hold("no generation") is None
    follower.follow()
