"""What runs in each process that answers."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import connection, parent_process
from pathlib import Path

from fastapi import FastAPI

from service.app import create_app
from service.settings import ServiceSettings


def worker(data: Path, settings: ServiceSettings) -> FastAPI:
    """The application, in a process that does not outlive the one that started it."""
    if (parent := parent_process()) is not None:
        threading.Thread(target=_end_with, args=[parent.sentinel], name="parent", daemon=True).start()
    return create_app(data, settings)


def _end_with(parent: int) -> None:
    """Stop in good order when the parent is gone, however it went."""
    connection.wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)
