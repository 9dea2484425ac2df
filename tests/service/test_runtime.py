"""A running service takes up new generations, and survives damaged ones."""

from __future__ import annotations

import gc
import logging
import shutil
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.errors import GenerationError
from index.generation import current, folder_of
from index.indexer import index
from index.settings import IndexSettings
from index.visibility import EVERYBODY
from retrieval.search import Searcher
from service.app import create_app
from service.runtime import Runtime
from service.settings import ServiceSettings
from service.settling import settle

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


def runtime_of(client: TestClient) -> Runtime:
    runtime: Runtime = client.app.state.runtime  # type: ignore[attr-defined]
    return runtime


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
    client: TestClient, data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = client.get("/readyz").json()
    assert before["problem"] is None
    runtime = runtime_of(client)
    runtime.close()  # from here on it looks when the test says so
    after = publish_another_lesson(data, tmp_path)
    damage(data)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            runtime.refresh()
    ready = client.get("/readyz").json()
    assert ready["generation"] == before["generation"]
    assert "cannot be opened; the one before it answers" in ready["problem"]
    told = [record for record in caplog.records if record.name == "afterwise.runtime"]
    assert [record.message for record in told] == ["generation not opened"]
    assert "vectors.npy is damaged" in told[0].fields["problem"]  # type: ignore[attr-defined]
    index([], data, IndexSettings(), rebuild=True)
    runtime.refresh()
    assert client.get("/readyz").json() == {
        "status": "ok", "generation": after, "still_shown": None, "problem": None,
    }  # fmt: skip


def test_a_service_that_starts_on_a_damaged_generation_says_what_to_run(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damage(data)
    with TestClient(create_app(data)) as client:
        response = client.get("/readyz")
    assert response.status_code == 503
    assert "no index that can be searched" in response.json()["error"]["message"]
    assert any("is damaged" in str(vars(record)) for record in caplog.records)  # why, and where, is for the log
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
        runtime_of(client).refresh()
        answer = client.get("/v1/search", params=ask).json()
        assert answer["reranked"] is True
        assert answer["hits"][0]["text"] == LESSON
        assert isinstance(answer["hits"][0]["explanation"]["rerank_score"], float)
        assert client.app.state.runtime.searcher().reranker is first  # type: ignore[attr-defined]


def test_a_generation_is_used_once_before_it_is_handed_out(data: Path, tmp_path: Path) -> None:
    used: list[str] = []
    runtime = Runtime(data, warm=lambda searcher: used.append(searcher.opened.manifest.name))
    runtime.start()
    before = runtime.searcher().opened.manifest.name
    assert used == [before]
    after = publish_another_lesson(data, tmp_path)
    until = time.monotonic() + PATIENCE
    while runtime.searcher().opened.manifest.name == before and time.monotonic() < until:
        time.sleep(0.01)
    runtime.close()
    assert used == [before, after]


def test_the_encoder_stays_and_the_old_generation_goes(data: Path, tmp_path: Path) -> None:
    runtime = Runtime(data)
    old = runtime.searcher()
    encoder, store = old.encoder, weakref.ref(old.opened.store)
    publish_another_lesson(data, tmp_path)
    runtime.refresh()
    assert runtime.searcher() is not old
    assert runtime.searcher().encoder is encoder
    assert gc.get_freeze_count() > 0  # what lives long is not looked through again
    del old
    settle()
    assert store() is None


def test_what_is_ready_is_handed_out_at_once(data: Path) -> None:
    runtime = Runtime(data)
    assert runtime.ready() is None
    searcher = runtime.searcher()
    assert runtime.ready() is searcher


def test_views_are_ready_for_those_who_are_expected_and_made_again_for_a_new_generation(
    data: Path, tmp_path: Path
) -> None:
    index([SAMPLE / "lessons_learned.csv"], data, IndexSettings(), visibility="internal")
    runtime = Runtime(data, expected=(EVERYBODY,))
    runtime.start()

    def ready() -> Searcher | None:
        views = runtime._views
        return views.of(EVERYBODY) if views and EVERYBODY in views.audiences() else None

    def awaited(other: Searcher | None = None) -> Searcher:
        until = time.monotonic() + PATIENCE
        while (found := ready()) in (None, other) and time.monotonic() < until:
            time.sleep(0.01)
        assert found is not None
        return found

    first = awaited()
    assert first is runtime.searcher(EVERYBODY)
    assert first.opened.manifest.passages < runtime.searcher().opened.manifest.passages
    publish_another_lesson(data, tmp_path)
    assert awaited(first) is not first
    runtime.close()


def test_requests_are_answered_from_the_old_generation_while_the_new_one_is_opened(data: Path, tmp_path: Path) -> None:
    opening, go_on = threading.Event(), threading.Event()

    def slowly(_: Searcher) -> None:
        if before:
            opening.set()
            go_on.wait(PATIENCE)

    before: list[str] = []
    runtime = Runtime(data, warm=slowly)
    runtime.start()
    before.append(runtime.searcher().opened.manifest.name)
    after = publish_another_lesson(data, tmp_path)
    assert opening.wait(PATIENCE)
    began = time.monotonic()
    assert runtime.searcher().opened.manifest.name == before[0]
    assert time.monotonic() - began < 1
    go_on.set()
    until = time.monotonic() + PATIENCE
    while runtime.searcher().opened.manifest.name == before[0] and time.monotonic() < until:
        time.sleep(0.01)
    runtime.close()
    assert runtime.searcher().opened.manifest.name == after


def test_without_warming_nothing_is_opened_before_somebody_asks(data: Path) -> None:
    with TestClient(create_app(data, ServiceSettings(warm=False))) as client:
        assert runtime_of(client).state().searcher is None
        assert client.get("/healthz").status_code == 200
        assert runtime_of(client).state().searcher is None
        assert client.get("/readyz").status_code == 200


def test_what_could_not_be_opened_is_not_tried_again_at_each_request(data: Path) -> None:
    damage(data)
    runtime = Runtime(data)
    errors = []
    for _ in range(2):
        with pytest.raises(GenerationError, match="damaged") as caught:
            runtime.searcher()
        errors.append(caught.value)
    assert errors[0] is not errors[1]
    assert errors[0].hint == errors[1].hint
    assert runtime.state().problem is not None
    tried = runtime._failed
    with pytest.raises(GenerationError):
        runtime.searcher()
    assert runtime._failed is tried


def test_a_fault_while_warming_is_a_problem_and_no_end(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    def fails(_: Searcher) -> None:
        raise ZeroDivisionError

    runtime = Runtime(data, warm=fails)
    runtime.start()
    with pytest.raises(GenerationError, match="ZeroDivisionError"):
        runtime.searcher()
    runtime.close()
    assert "a fault while opening a generation" in [record.message for record in caplog.records]
