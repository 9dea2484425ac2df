"""A running service takes up new generations, and survives damaged ones."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.errors import EncoderError, GenerationError, SettingsError
from index.generation import current, folder_of
from index.indexer import index
from index.opened import open_generation
from index.settings import IndexSettings
from retrieval.encode import encode_query
from retrieval.request import SearchRequest
from retrieval.settings import SearchSettings
from service.app import create_app
from service.runtime import Runtime, encoder_of, open_searcher

SAMPLE = Path(__file__).parents[2] / "eval_sets" / "sample"
PATIENCE = 30  # seconds
LESSON = "Umbrella stalls sold out on the first rainy day because nobody had ordered umbrellas."


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the sample's data folder that a test may change."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


def publish_another_lesson(data: Path, folder: Path) -> str:
    """Index one more file into the data folder; the name of the new generation."""
    table = folder / "umbrellas.csv"
    header = (SAMPLE / "lessons_learned.csv").read_text("utf-8").splitlines()[0]
    columns = header.split(",")
    values = dict.fromkeys(columns, "-") | {
        "Lessons learned description": LESSON,
        "Lessons learned ID": "919999",
        "Evaluation number": "900101",
        "Evaluation title": "Lake Towns at Work",
        "Country(ies)": "Malawi",
    }
    table.write_text(f"{header}\n" + ",".join(f'"{values[column]}"' for column in columns) + "\n", "utf-8")
    return index([table], data, IndexSettings()).generation


def damage(data: Path) -> None:
    """Flip a byte of the published generation's vectors."""
    name = current(data)
    assert name is not None
    file = folder_of(data, name) / "vectors" / "vectors.npy"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(data)) as client:
        yield client


def test_a_new_generation_is_picked_up_without_a_restart_while_requests_run(
    client: TestClient, data: Path, tmp_path: Path
) -> None:
    before = client.get("/readyz").json()["generation"]
    stop, answers = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            answers.append(client.get("/v1/search", params={"q": "umbrella stalls rain", "limit": 1}))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    after = publish_another_lesson(data, tmp_path)
    until = time.monotonic() + PATIENCE
    while client.get("/readyz").json()["generation"] == before and time.monotonic() < until:
        time.sleep(0.01)  # another request may be opening it
    last = client.get("/v1/search", params={"q": "umbrella stalls rain", "limit": 1})
    stop.set()
    for thread in threads:
        thread.join()
    assert before != after == last.json()["generation"]
    assert {answer.status_code for answer in answers} == {200}
    generations = [answer.json()["generation"] for answer in answers]
    assert set(generations) <= {before, after}
    assert before in generations
    for answer in [*answers, last]:
        holds_it = [hit["text"] for hit in answer.json()["hits"]] == [LESSON]
        assert holds_it is (answer.json()["generation"] == after)


def test_a_damaged_new_generation_is_no_reason_to_stop_answering_from_the_old_one(
    client: TestClient, data: Path, tmp_path: Path
) -> None:
    before = client.get("/readyz").json()["generation"]
    after = publish_another_lesson(data, tmp_path)
    damage(data)
    assert client.get("/readyz").json()["generation"] == before
    index([], data, IndexSettings(), rebuild=True)
    assert client.get("/readyz").json()["generation"] == after


def test_a_service_that_starts_on_a_damaged_generation_says_what_to_run(data: Path) -> None:
    damage(data)
    with TestClient(create_app(data)) as client:
        response = client.get("/readyz")
    assert response.status_code == 503
    assert "damaged" in response.json()["error"]["message"]
    assert "afterwise index --rebuild" in response.json()["error"]["hint"]


def test_the_index_may_be_built_after_the_service_has_started(tmp_path: Path, data: Path) -> None:
    late = tmp_path / "late"
    with TestClient(create_app(late)) as client:
        assert client.get("/readyz").status_code == 503
        shutil.copytree(data, late)
        assert client.get("/readyz").status_code == 200


def test_the_searcher_is_opened_once_for_all_threads(data: Path) -> None:
    runtime, found = Runtime(data), []
    threads = [threading.Thread(target=lambda: found.append(runtime.searcher())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(searcher) for searcher in found}) == 1


def test_another_model_than_that_of_the_index_is_refused(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_MODEL", str(tmp_path))
    with pytest.raises(EncoderError, match="not a sentence-transformers model"):
        Runtime(data).searcher()
    with TestClient(create_app(data)) as client:
        assert client.get("/readyz").status_code == 503


def test_an_index_of_another_encoder_is_refused_with_both_names(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.encoders.models import DEFAULT_MODEL, locate

    renamed = tmp_path / "another-model"
    renamed.symlink_to(locate(DEFAULT_MODEL).folder)
    monkeypatch.setenv("AFTERWISE_MODEL", str(renamed))
    with pytest.raises(
        GenerationError, match=r"built with the encoder all-MiniLM-L6-v2 .* name another-model"
    ) as caught:
        Runtime(data).searcher()
    assert "AFTERWISE_MODEL" in caught.value.hint


def test_a_cross_encoder_that_is_asked_for_and_not_named_stops_the_start(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_RERANK", "cross-encoder")
    with pytest.raises(SettingsError, match="AFTERWISE_RERANK_MODEL names no model"):
        Runtime(data).searcher()


def test_a_service_reranks_and_keeps_its_cross_encoder_when_a_new_generation_comes(
    data: Path, tmp_path: Path, tiny_cross_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWISE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    for graph in IndexSettings.model_fields["cache"].default_factory().glob("*.onnx"):  # type: ignore[union-attr, call-arg, misc]
        (tmp_path / "cache" / graph.name).symlink_to(graph)  # the encoder's own need not be made again
    monkeypatch.setenv("AFTERWISE_RERANK_MODEL", str(tiny_cross_encoder))
    monkeypatch.setenv("AFTERWISE_RERANK_DEADLINE", "60000")
    with TestClient(create_app(data)) as client:
        ask = {"q": "umbrella stalls rain", "rerank": "cross-encoder", "explain": True}
        assert client.get("/v1/search", params={"q": "exit strategies"}).json()["reranked"] is False
        first = client.app.state.runtime.searcher().reranker  # type: ignore[attr-defined]
        publish_another_lesson(data, tmp_path)
        answer = client.get("/v1/search", params=ask).json()
        assert answer["reranked"] is True
        assert answer["hits"][0]["text"] == LESSON
        assert isinstance(answer["hits"][0]["explanation"]["rerank_score"], float)
        assert client.app.state.runtime.searcher().reranker is first  # type: ignore[attr-defined]


def test_queries_may_be_encoded_in_8_bits_over_an_index_of_32(sample_data: Path) -> None:
    whole = open_searcher(sample_data)
    short = open_searcher(sample_data, search=SearchSettings(query_precision="int8"))
    assert (whole.encoder.identity.precision, short.encoder.identity.precision) == ("fp32", "int8")
    assert short.opened.manifest.encoder == whole.encoder.identity
    vectors = [encode_query(one.encoder, "exit strategies that worked") for one in (whole, short)]
    assert 0.98 < float(vectors[0] @ vectors[1]) < 1
    first = [one.search(SearchRequest(query="exit strategies that worked")).hits[0].id for one in (whole, short)]
    assert first[0] == first[1]


def test_a_model_of_other_weights_is_refused_in_8_bits_too(sample_data: Path) -> None:
    manifest = open_generation(sample_data).manifest
    other = manifest.model_copy(update={"encoder": manifest.encoder._replace(weights_sha256="0" * 64)})
    with pytest.raises(GenerationError, match="was built with the encoder"):
        encoder_of(other, IndexSettings(), threads=1, precision="int8")
