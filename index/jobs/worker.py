"""One turn of the worker: everything that is due, one job after the other, in one build.

What can pass (a full disk, a folder that is busy) is tried again later; what cannot (a file that nobody can read) is
given up at once. A worker may be killed at any moment: the next one finds what it had begun, and goes on.
"""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from index.catalog import Catalog
from index.errors import AfterwiseError, InboxError, IndexingError, SourceError
from index.generation import prune
from index.indexer import alone, bring_up_to_date
from index.jobs.model import Job, JobReport
from index.jobs.queue import JobQueue
from index.jobs.steps import STEPS
from index.model import Problem
from index.progress import Progress, Silent
from index.settings import IndexSettings

_MOST_AT_ONCE = 500  # jobs in one build; others wait for the next, so that the first are searchable
_logger = logging.getLogger("afterwise.jobs")


class Worker:
    """Does the jobs of one data folder. `clock` gives seconds since 1970."""

    def __init__(
        self,
        data: Path,
        settings: IndexSettings,
        *,
        progress: Progress | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._data = data
        self._settings = settings
        self._progress = progress or Silent()
        self.queue = JobQueue(data, clock)
        self._name = f"{socket.gethostname()}:{os.getpid()}"

    def turn(self) -> list[Job]:
        """Do what is due, and give those jobs as they are now; [] where nothing is.

        Raises DataFolderBusy where another run is at work, CatalogError where not even the outcome can be written:
        both are for trying again later, and nothing is lost.
        """
        if not self.queue.due() and not self.queue.counts()["running"]:
            return []
        with alone(self._data) as catalog:
            touched = {job.id: job for job in self.queue.recover(self._settings.job_attempts)}
            run = catalog.next_run()
            taken: list[Job] = []
            for job in self.queue.due()[:_MOST_AT_ONCE]:
                if self._take(job, catalog, run):
                    taken.append(job)
                touched[job.id] = job
            if taken:
                self._build(taken, catalog, run)
        return [found for id_ in touched if (found := self.queue.job(id_)) is not None]

    def _take(self, job: Job, catalog: Catalog, run: int) -> bool:
        """Have the catalog say what a job asks for; whether it does."""
        most = self._settings.job_attempts
        self.queue.begin(job, self._name)
        try:
            report, signature = STEPS[job.task.kind](job.task, catalog, self.queue.inbox, run)
        except SourceError as error:
            problem = Problem(file=job.task.name, reason=error.message, hint=error.hint or None)
            self.queue.fail(job, error, 0, report=JobReport(status="unusable", problems=[problem]))
        except InboxError as error:
            self.queue.fail(job, error, 0 if error.lasting else most)
        except AfterwiseError as error:
            self.queue.fail(job, error, most)
        except (OSError, sqlite3.Error) as error:
            self.queue.fail(job, _of_the_machine(error), most)
        except Exception as error:  # one document that a publisher breaks down over must not stop all others
            _logger.exception("%s: %s", job.id, job.task.name)
            self.queue.fail(job, _fault(error), most)
        else:
            self.queue.taken(job, report, signature)
            return True
        return False

    def _build(self, taken: list[Job], catalog: Catalog, run: int) -> None:
        """Have searches find what the catalog says."""
        try:
            manifest, _ = bring_up_to_date(self._data, catalog, self._settings, False, self._progress)
            prune(self._data, self._settings.keep_generations)
        except (IndexingError, OSError, sqlite3.Error) as error:
            told = error if isinstance(error, AfterwiseError) else _of_the_machine(error)
            for job in taken:
                self.queue.fail(job, told, self._settings.job_attempts)
            return
        catalog.finish_run(run)
        self.queue.finish(taken, manifest.name)


def _of_the_machine(error: Exception) -> AfterwiseError:
    return IndexingError(str(error), hint="Check the data folder, its permissions and the space on the disk.")


def _fault(error: Exception) -> AfterwiseError:
    return IndexingError(
        f"Something went wrong that should not have: {type(error).__name__}: {error}",
        hint="The log has the details; please report it.",
    )
