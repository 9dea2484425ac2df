"""The loop of a worker: do what is due, wait, look again.

`python -m service.working DATA IDLE NICE` is the process that a service starts beside itself. It is `afterwise work`
without the command line around it, which would take as long to load as a small job takes to do.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from index.errors import AfterwiseError, CatalogError, DataFolderBusy
from index.jobs.model import Job
from index.jobs.watch import Watcher
from index.jobs.worker import Worker
from index.settings import IndexSettings

_PAUSE = 0.25  # seconds between two looks at the queue
_LONGEST_PAUSE = 60.0  # after faults of the data folder itself
_LONGEST_WAIT = 5.0  # for another run to end


def work(
    worker: Worker,
    *,
    watcher: Watcher | None = None,
    every: float = 5.0,
    patience: float | None = None,
    done: Callable[[Job], None],
    troubled: Callable[[AfterwiseError], None],
) -> None:
    """Do jobs as they come, until there were none for `patience` seconds; None: for ever.

    `every` is the number of seconds between two looks at the watched folder. `done` is told of each job, `troubled` of
    a fault of the data folder that may pass. Raises CatalogError where there is one and patience has an end.
    """
    last = looked = time.monotonic()
    looked -= every
    pause = _PAUSE
    while True:
        try:
            if watcher and time.monotonic() - looked >= every:
                looked = time.monotonic()
                watcher.poll()
            jobs = worker.turn()
            pause = _PAUSE
        except CatalogError as error:
            if patience is not None and not isinstance(error, DataFolderBusy):
                raise
            if pause == _PAUSE:  # said once
                troubled(error)
            longest = _LONGEST_WAIT if isinstance(error, DataFolderBusy) else _LONGEST_PAUSE
            jobs, pause = [], min(max(1.0, pause * 2), longest)
        for job in jobs:
            done(job)
        if jobs:
            last = time.monotonic()
        elif patience is not None and time.monotonic() - last >= patience:
            return
        else:
            time.sleep(pause)


def main(data: Path, idle: float, nice: int) -> None:
    """Work for a service; what becomes of jobs is in the queue."""
    os.nice(nice)
    settings = IndexSettings()
    if settings.backend == "onnx":  # slow to load: begun beside the first job, until it is needed
        threading.Thread(target=import_module, args=("onnxruntime",), daemon=True).start()
    work(Worker(data, settings), patience=idle, done=lambda _: None, troubled=_say)


def _say(error: AfterwiseError) -> None:
    sys.stderr.write(f"{error.message} {error.hint}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
