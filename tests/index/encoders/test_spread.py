"""Pieces that other processes encode come back once each, also where a worker is killed at its work."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.encoders.base import Encoder, Vectors
from index.encoders.batches import encode_all, encode_piece
from index.encoders.cache import VectorCache
from index.encoders.onnx_runtime import OnnxEncoder
from index.encoders.spread.base import Executor, Spec
from index.encoders.spread.choose import spread
from index.encoders.spread.dask import Dask
from index.encoders.spread.encoder import SpreadEncoder
from index.encoders.spread.processes import Processes
from index.errors import EncoderError
from index.generation import current
from index.indexer import index
from index.opened import open_generation
from index.progress import Silent
from index.settings import IndexSettings

PIECES = [[f"{'exit ' * (n % 3)}{piece} {n}" for n in range(40)] for piece in range(30)]
Kill = Callable[[], int]


@pytest.fixture
def spec(tiny_model: Path, tiny_cache: Path, tiny_encoder: Encoder) -> Spec:
    return Spec(str(tiny_model), "onnx", "fp32", 1, tiny_encoder.identity.key, tiny_cache)


def kill(pid: int) -> int:
    os.kill(pid, signal.SIGKILL)
    return pid


@pytest.fixture
def processes() -> tuple[Executor, Kill]:
    """Two worker processes, and what kills one of them."""
    return Processes(2), lambda: kill(multiprocessing.active_children()[0].pid or 0)


@pytest.fixture
def dask() -> Iterator[tuple[Executor, Kill]]:
    """A scheduler with two workers, each a process of its own, and what kills one of them at its work."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster:

        def kill_one() -> int:
            busy = next(one for one in cluster.scheduler.workers.values() if one.processing)
            return kill(cluster.workers[busy.name].pid)

        yield Dask(cluster.scheduler_address), kill_one


@pytest.fixture(params=["processes", "dask"])
def spreading(request: pytest.FixtureRequest) -> tuple[Executor, Kill]:
    found: tuple[Executor, Kill] = request.getfixturevalue(request.param)
    return found


def test_with_a_worker_killed_every_passage_is_encoded_exactly_once(
    spreading: tuple[Executor, Kill], spec: Spec, tiny_encoder: Encoder, tmp_path: Path
) -> None:
    executor, kill_one = spreading
    killed: list[int] = []
    came: list[int] = []
    made: list[Vectors] = []
    for number, vectors in SpreadEncoder(tiny_encoder, spec, executor).encode_pieces(PIECES):
        came.append(number)
        made.append(vectors)
        if len(came) == 3:
            killed.append(kill_one())
    assert sorted(came) == list(range(len(PIECES)))
    for number, vectors in zip(came, made, strict=True):
        np.testing.assert_allclose(vectors, encode_piece(tiny_encoder, PIECES[number]), atol=1e-6)
    (pid,) = killed
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_an_index_is_the_same_wherever_it_is_encoded(
    processes: tuple[Executor, Kill], spec: Spec, tiny_encoder: Encoder, tmp_path: Path
) -> None:
    texts = [text for piece in PIECES for text in piece]
    vectors: list[Vectors] = []
    for name, encoder in (("own", tiny_encoder), ("spread", SpreadEncoder(tiny_encoder, spec, processes[0]))):
        cache = VectorCache(tmp_path / name, tiny_encoder.identity)
        vectors.append(encode_all(encoder, texts, cache, Silent()))
        assert sorted(position for position, _ in cache.find(texts)) == list(range(len(texts)))
        cache.close()
    np.testing.assert_allclose(*vectors, atol=1e-6)


def test_a_whole_index_encoded_by_dask_is_the_index(
    dask: tuple[Executor, Kill], sample: Path, sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here: list[str] = []
    encode = OnnxEncoder.encode
    monkeypatch.setattr(OnnxEncoder, "encode", lambda self, texts: [here.extend(texts), encode(self, texts)][1])
    monkeypatch.setattr("index.encoders.batches.KEEP", 1)  # more pieces of the few passages
    settings = IndexSettings(dask=dask[0]._address)  # type: ignore[attr-defined]
    assert index([sample], tmp_path, settings).generation == current(sample_data)
    assert here == ["probe"]  # a model that is loaded is asked for its dimensions
    own, spread_out = (open_generation(data).vectors.stored(np.arange(100)) for data in (sample_data, tmp_path))
    np.testing.assert_allclose(spread_out, own, atol=1e-5)


def test_a_worker_with_another_model_is_refused(processes: tuple[Executor, Kill], spec: Spec) -> None:
    with pytest.raises(EncoderError, match="is not the one of this index"):
        list(processes[0].encode(spec._replace(key="0" * 16), PIECES[:2]))


def test_workers_that_only_die_are_given_up(spec: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.encoders.spread.processes.work", _die)
    with pytest.raises(EncoderError, match="again and again"):
        list(Processes(1).encode(spec, PIECES[:2]))


def _die(*_: object) -> None:
    os._exit(9)


class Faulty:
    """An executor that does not keep its word."""

    def __init__(self, answers: list[tuple[int, Vectors]]) -> None:
        self.answers = answers

    def encode(self, spec: Spec, pieces: object) -> Iterator[tuple[int, Vectors]]:
        return iter(self.answers)


@pytest.mark.parametrize("numbers", [[0, 0, 1], [0], [0, 1, 2]])
def test_a_piece_twice_or_missing_is_never_taken(tiny_encoder: Encoder, spec: Spec, numbers: list[int]) -> None:
    answers = [(number, np.zeros((40, 16), np.float32)) for number in numbers]
    with pytest.raises(EncoderError):
        list(SpreadEncoder(tiny_encoder, spec, Faulty(answers)).encode_pieces(PIECES[:2]))


def test_a_little_work_starts_nobody(tiny_encoder: Encoder, spec: Spec) -> None:
    encoder = SpreadEncoder(tiny_encoder, spec, Faulty([]))
    ((number, vectors),) = encoder.encode_pieces(PIECES[:1])
    np.testing.assert_array_equal(vectors, encode_piece(tiny_encoder, PIECES[0]))
    assert number == 0


def test_a_scheduler_that_is_not_there_is_said(spec: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.encoders.spread.dask._PATIENCE", 1)
    with pytest.raises(EncoderError, match=r"tcp://127.0.0.1:9 cannot be reached"):
        list(Dask("tcp://127.0.0.1:9").encode(spec, PIECES[:2]))


def test_dask_without_its_extra_says_what_to_install(spec: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EncoderError, match="not installed") as told:
        list(Dask("tcp://127.0.0.1:9").encode(spec, PIECES[:2]))
    assert "afterwise[dask]" in told.value.hint


def test_the_settings_choose(tiny_encoder: Encoder) -> None:
    assert spread(tiny_encoder, IndexSettings()) is tiny_encoder
    chosen = [
        spread(tiny_encoder, IndexSettings(encode_processes=2)),
        spread(tiny_encoder, IndexSettings(dask="tcp://a:1")),
    ]
    assert all(isinstance(one, SpreadEncoder) and one.identity == tiny_encoder.identity for one in chosen)
