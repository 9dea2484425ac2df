"""The searcher that a process uses, renewed when a new generation is published."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from threadpoolctl import threadpool_limits

from index.backends.load import engine_of
from index.encoders.base import Encoder
from index.encoders.load import load_encoder
from index.errors import AfterwiseError, GenerationError, SettingsError
from index.generation import Manifest, current
from index.opened import open_generation
from index.settings import EngineSettings, IndexSettings
from index.visibility import EVERYTHING, Audience
from retrieval.rerank import RERANKERS
from retrieval.rerank.base import Reranker
from retrieval.rerank.bounded import Bounded
from retrieval.search import Searcher
from retrieval.settings import QueryPrecision, SearchSettings


def encoder_of(
    manifest: Manifest, settings: IndexSettings, threads: int, precision: QueryPrecision = "index"
) -> Encoder:
    """The encoder that a generation was built with, or the same weights in 8 bits.

    Raises GenerationError where the settings name another one.
    """
    wanted = manifest.encoder
    chosen = wanted.precision if precision == "index" else precision
    encoder = load_encoder(settings.model, settings.backend, chosen, settings.cache, threads)
    if encoder.identity._replace(precision=wanted.precision) != wanted:
        raise GenerationError(
            f"The index was built with the encoder {wanted.model} ({wanted.weights_sha256[:8]}), "
            f"the settings name {encoder.identity.model} ({encoder.identity.weights_sha256[:8]}).",
            hint="Set AFTERWISE_MODEL to the model of the index, or build it again: afterwise index --rebuild.",
        )
    return encoder


def reranker_of(index: IndexSettings, search: SearchSettings) -> Reranker | None:
    """The reranker that the settings name, ready for many requests at once. Raises EncoderError and SettingsError."""
    if search.rerank_model is None:
        if search.rerank == "none":
            return None
        raise SettingsError(
            f"AFTERWISE_RERANK is {search.rerank}, and AFTERWISE_RERANK_MODEL names no model.",
            hint="Set AFTERWISE_RERANK_MODEL to a folder with a cross-encoder, or AFTERWISE_RERANK to none.",
        )
    method = "cross-encoder" if search.rerank == "none" else search.rerank  # a request may still ask for it
    load = RERANKERS[method]
    return Bounded(load(search.rerank_model, index.backend, index.cache, search.query_threads))


def open_searcher(
    data: Path,
    index: IndexSettings | None = None,
    search: SearchSettings | None = None,
    reranker: Reranker | None = None,
) -> Searcher:
    """Open the published generation of a data folder with its encoder, and the reranker if one is not at hand."""
    opened = open_generation(data, engine_of(EngineSettings()))
    index, search = index or IndexSettings(), search or SearchSettings()
    encoder = encoder_of(opened.manifest, index, search.query_threads, search.query_precision)
    # Products of small matrices are no faster on two cores, and far slower where another request has the second one.
    threadpool_limits(search.query_threads, user_api="blas")
    return Searcher(opened, encoder, search, reranker or reranker_of(index, search))


class Runtime:
    """Hands out the searcher of the published generation. Safe to share between threads.

    A search that has begun keeps the generation that it began with.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._searcher: Searcher | None = None

    def searcher(self, audience: Audience = EVERYTHING) -> Searcher:  # noqa: ARG002  # the view comes next
        """The searcher of the published generation, opened at the first call and after each new publication.

        While one call opens a new generation, all others answer from the old one; a new generation that cannot be
        opened is no reason to stop answering from it either.
        """
        searcher = self._searcher
        if searcher is None:
            with self._lock:
                self._searcher = self._searcher or open_searcher(self._data)
                return self._searcher
        if searcher.opened.manifest.name != current(self._data) and self._lock.acquire(blocking=False):
            try:
                with suppress(AfterwiseError, OSError):
                    searcher = self._searcher = open_searcher(self._data, reranker=searcher.reranker)
            finally:
                self._lock.release()
        return searcher
