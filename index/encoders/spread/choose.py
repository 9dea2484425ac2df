"""Settings → an encoder that is spread over processes or machines, or the one that there is."""

from __future__ import annotations

import os

from index.encoders.base import Encoder
from index.encoders.spread.base import Executor, Spec
from index.encoders.spread.dask import Dask
from index.encoders.spread.encoder import SpreadEncoder
from index.encoders.spread.processes import Processes
from index.settings import IndexSettings


def spread(encoder: Encoder, settings: IndexSettings) -> Encoder:
    """The encoder, with what encodes its pieces where the settings name that. Nothing is started before it is used."""
    model, backend, precision = settings.model, settings.backend, settings.precision
    executor: Executor
    if settings.dask:
        spec = Spec(model, backend, precision, settings.threads or 1, encoder.identity.key)
        executor = Dask(settings.dask)
    elif workers := settings.encode_processes:
        threads = settings.threads or max(1, (os.cpu_count() or 1) // workers)
        spec = Spec(model, backend, precision, threads, encoder.identity.key, settings.cache)
        executor = Processes(workers)
    else:
        return encoder
    return SpreadEncoder(encoder, spec, executor)
