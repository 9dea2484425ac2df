"""One process that answers, or several that share a socket and a data folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from service.background import Background
from service.logs.config import logging_config
from service.metrics.exposition import FOLDER
from service.serving.patience import BoundedPatience
from service.settings import ServiceSettings

_KEEP_ALIVE = 15  # seconds that an idle connection is kept for its next request
_LARGEST_HEAD = 16 * 1024  # bytes of a request's line and headers
_HEARTBEAT = 30  # seconds in which a worker must say that it lives; loading a model can hold it up


def configuration(app: FastAPI | Callable[[], FastAPI], settings: ServiceSettings, workers: int) -> uvicorn.Config:
    """How the processes listen. Several workers need a function that makes the application, and can be pickled."""
    return uvicorn.Config(
        app,
        factory=not isinstance(app, FastAPI),
        workers=workers,
        lifespan="on",
        ws="none",
        http=partial(BoundedPatience, head_timeout=settings.receive_timeout),  # type: ignore[arg-type]
        access_log=False,
        server_header=False,
        proxy_headers=False,  # which proxies are believed is for service/access/addresses.py to say
        log_config=logging_config(settings),
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        limit_concurrency=settings.connections,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=settings.shutdown_timeout,
        timeout_worker_healthcheck=_HEARTBEAT,
    )


def run(config: uvicorn.Config, listening: socket.socket) -> None:
    """Answer until SIGTERM or SIGINT; then no new connection, what is at work is finished, and this returns."""
    signal.signal(signal.SIGTERM, _stopped)
    uvicorn.Server(config).run(sockets=[listening])


def _stopped(*_: object) -> None:
    """The server passes SIGTERM on when it has finished: that is a good end."""


def run_several(config: uvicorn.Config, listening: socket.socket, background: Background) -> None:
    """The same with several processes. One that dies is replaced. Their metrics meet in a folder of files."""
    given = os.environ.get(FOLDER)
    folder = Path(given or tempfile.mkdtemp(prefix="afterwise-metrics-"))
    os.environ[FOLDER] = str(folder)
    background.start()
    try:
        Multiprocess(config, sockets=[listening]).run()
    finally:
        background.close()
        if not given:
            shutil.rmtree(folder, ignore_errors=True)
