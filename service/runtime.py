"""The searcher that a process uses, renewed when a new generation is published."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from copy import copy
from pathlib import Path
from platform import machine
from typing import NamedTuple

from threadpoolctl import threadpool_limits

from index.backends.load import engine_of
from index.encoders.base import Encoder
from index.encoders.load import load_encoder
from index.errors import AfterwiseError, GenerationError, SettingsError
from index.generation import POINTER, Manifest, current
from index.opened import open_generation
from index.settings import EngineSettings, IndexSettings
from index.visibility import EVERYTHING, Audience
from retrieval.rerank import RERANKERS
from retrieval.rerank.base import Reranker
from retrieval.rerank.bounded import Bounded
from retrieval.search import Searcher
from retrieval.settings import QueryPrecision, SearchSettings
from service.settling import settle
from service.views import Views

_LOOK_EVERY = 0.25  # seconds between two looks at the pointer
_SETTLE_AFTER = 30.0  # seconds from a new generation until the one before is no longer in use
_TRY_AGAIN = 30.0  # seconds after which what could not be opened is tried again, though nothing was published
_REBUILD = "Run afterwise doctor, and afterwise index --rebuild; the log tells more."
_CHECK = "Check the data folder, its permissions and the space on the disk."
_FAST_8_BITS = {"x86_64", "AMD64"}  # where ONNX Runtime has 8-bit arithmetic of its own for any processor of today
_logger = logging.getLogger("afterwise.runtime")


def encoder_of(
    manifest: Manifest,
    settings: IndexSettings,
    threads: int,
    precision: QueryPrecision = "index",
    loaded: Encoder | None = None,
) -> Encoder:
    """The encoder that a generation was built with, or the same weights in 8 bits: the one `loaded` if it is that.

    What "auto" chooses hangs on nothing that changes from one start to the next: one query, one order.
    Raises GenerationError where the settings name another one.
    """
    wanted = manifest.encoder
    is_fast = settings.backend == "onnx" and machine() in _FAST_8_BITS
    in_8_bits = precision == "int8" or (precision == "auto" and is_fast)
    chosen = "int8-blocks" if in_8_bits else wanted.precision
    if loaded is not None and loaded.identity == wanted._replace(precision=chosen):
        return loaded
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
    encoder: Encoder | None = None,
) -> Searcher:
    """Open the published generation of a data folder; reranker and encoder are loaded unless the right ones are given.

    They are those that the same settings gave before.
    """
    opened = open_generation(data, engine_of(EngineSettings()))
    index, search = index or IndexSettings(), search or SearchSettings()
    encoder = encoder_of(opened.manifest, index, search.query_threads, search.query_precision, encoder)
    # Products of small matrices are no faster on two cores, and far slower where another request has the second one.
    threadpool_limits(search.query_threads, user_api="blas")
    return Searcher(opened, encoder, search, reranker or reranker_of(index, search))


class Published(NamedTuple):
    """What the pointer says, and when that was written: what was mended is published under its old name."""

    name: str | None
    written: int  # nanoseconds since the epoch


def read_pointer(data: Path) -> Published:
    """The published generation of a data folder."""
    try:
        written = (data / POINTER).stat().st_mtime_ns
    except OSError:
        written = 0
    return Published(current(data), written)


class State(NamedTuple):
    """What a runtime has and lacks. `problem` is why the published generation could not be opened."""

    searcher: Searcher | None
    problem: AfterwiseError | None


class Runtime:
    """Hands out the searcher of the published generation. Safe to share between threads.

    A search that has begun keeps the generation that it began with. Once started, a thread looks for new generations,
    opens them and has `warm` use them once, while requests are answered from the old one; a new generation that cannot
    be opened is no reason to stop answering from the old one either.
    """

    def __init__(
        self,
        data: Path,
        warm: Callable[[Searcher], object] = lambda _: None,
        complete: Callable[[Searcher], object] = lambda _: None,
        views: int = 8,
        expected: Iterable[Audience] = (),
    ) -> None:
        """A generation is handed out after `warm`; `complete` makes right afterwards what a search can do without.

        `views` is how many views of a generation are kept, of callers who may not see all of it.

        Those of the `expected` callers are made as soon as the service answers, before they ask.
        """
        self.data = data
        self._expected = tuple(expected)
        self._most_views = views
        self._views: Views | None = None
        self._warm = warm
        self._complete = complete
        self._lock = threading.Lock()  # held by whoever opens
        self._searcher: Searcher | None = None
        self._failed: tuple[Published, AfterwiseError, float] | None = None
        self._settle_at: float | None = None
        self._eager = False
        self._closing = threading.Event()
        self._watcher: threading.Thread | None = None

    def searcher(self, audience: Audience = EVERYTHING) -> Searcher:
        """The searcher over what an audience may see. Only the first one is waited for, and a view that is new.

        Raises AfterwiseError where there is none.
        """
        if self._views is None:
            self.refresh()
        if self._views is None:
            raise self._no_searcher()
        return self._views.of(audience)

    def ready(self, audience: Audience = EVERYTHING) -> Searcher | None:
        """The same where it is there already; never waits."""
        return None if self._views is None else self._views.ready(audience)

    def state(self) -> State:
        """What there is now; opens nothing."""
        return State(self._searcher, self._failed[1] if self._failed else None)

    def start(self, *, eager: bool = True) -> None:
        """Begin to look for newer generations. Eager: open the published one first, if there is one.

        Otherwise the first is opened by the first request that needs it, and followed from then on.
        """
        self._eager = eager
        if eager:
            self.refresh()
        self._watcher = threading.Thread(target=self._watch, name="generations", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Look for newer generations no more."""
        self._closing.set()
        if self._watcher is not None:
            self._watcher.join(_LOOK_EVERY * 4)  # one that is being opened need not be waited for

    def refresh(self) -> None:
        """Open the published generation here and now, unless it is open, or could not be opened a moment ago."""
        with self._lock:
            published = read_pointer(self.data)
            if self._is_open(published):
                self._failed = None
            elif not self._failed_lately(published):
                self._open(published)

    def _is_open(self, published: Published) -> bool:
        return self._searcher is not None and self._searcher.opened.manifest.name == published.name

    def _failed_lately(self, published: Published) -> bool:
        if self._failed is None:
            return False
        tried, _, when = self._failed
        return tried == published and time.monotonic() < when + _TRY_AGAIN

    def _open(self, published: Published) -> None:
        try:
            before = self._searcher
            searcher = (
                open_searcher(self.data, reranker=before.reranker, encoder=before.encoder)
                if before
                else open_searcher(self.data)
            )
            self._warm(searcher)
            views = Views(searcher, self._most_views)
            views.prepare(self._views.audiences() if self._views else ())  # no request waits for those in use
        except AfterwiseError as error:
            self._keep(published, error)
        except OSError as error:
            self._keep(published, GenerationError(f"It cannot be read: {error.strerror}.", hint=_CHECK))
        except Exception as error:
            _logger.exception("a fault while opening a generation")
            self._keep(published, GenerationError(f"Opening it failed: {type(error).__name__}.", hint=_REBUILD))
        else:
            self._searcher, self._views, self._failed = searcher, views, None
            self._settle_at = time.monotonic() + _SETTLE_AFTER if before else None
            self._make_ready(searcher)
            settle()
            _logger.info("generation opened", extra={"fields": {"generation": searcher.opened.manifest.name}})

    def _make_ready(self, searcher: Searcher) -> None:
        try:
            self._complete(searcher)
        except Exception:
            _logger.exception("what is made for each generation is made when somebody asks for it")

    def _keep(self, published: Published, error: AfterwiseError) -> None:
        """Remember why a generation could not be opened, and say so once."""
        if self._failed is None or self._failed[0] != published:
            fields = {"generation": published.name, "code": error.code, "problem": error.message, "hint": error.hint}
            _logger.warning("generation not opened", extra={"fields": fields})
        self._failed = (published, error, time.monotonic())

    def _no_searcher(self) -> AfterwiseError:
        assert self._failed is not None  # noqa: S101  what could not be opened has left its reason
        return copy(self._failed[1])  # each thread raises one of its own

    def _watch(self) -> None:
        if self._views is not None:
            try:
                self._views.prepare(self._expected)
            except Exception:
                _logger.exception("a view could not be made before somebody asks")
        while not self._closing.wait(_LOOK_EVERY):
            try:
                if self._eager or self._searcher is not None:
                    self.refresh()
                if self._settle_at is not None and time.monotonic() > self._settle_at:
                    self._settle_at = None
                    settle()
            except Exception:
                _logger.exception("looking for new generations goes on after a fault")
