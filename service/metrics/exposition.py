"""All measures as Prometheus reads them: of this process, or of all worker processes together.

Workers write their values into files of one folder (prometheus_client's multiprocess mode, chosen by
PROMETHEUS_MULTIPROC_DIR), so that any of them can answer for all.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from service.metrics.measures import Measures
from service.metrics.served import Served
from service.runtime import Runtime

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_LIVE = re.compile(r"gauge_live\w+_(\d+)\.db")


def exposition(measures: Measures, runtime: Runtime) -> bytes:
    """The text format, version 0.0.4."""
    registry = CollectorRegistry()
    registry.register(Served(runtime))
    if folder := os.environ.get(FOLDER):
        _forget_the_dead(Path(folder))
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    ProcessCollector(registry=registry)
    return generate_latest(registry) + generate_latest(measures.registry)


def _forget_the_dead(folder: Path) -> None:
    """A worker that was killed no longer has requests in flight; what it had counted stays counted."""
    for file in folder.glob("gauge_live*.db"):
        found = _LIVE.fullmatch(file.name)
        if found and not _lives(int(found[1])):
            mark_process_dead(int(found[1]), str(folder))  # type: ignore[no-untyped-call]


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, PermissionError):  # gone, or somebody else's by now: ids come round again
        return False
    return True
