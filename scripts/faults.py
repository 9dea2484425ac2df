"""Kill the service and its worker at random moments under load, many times, on one data folder that lives on.

    python scripts/faults.py --runs 54 --seed 7

Each run starts the real service over the sample, sends documents of two records each over the API while others search,
and then kills the server, the worker, or both with SIGKILL. At the end every document that was accepted (202) must be
there, whole; at no moment may one be there by half; no search may fail while the server lives.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from running import Service, document

from index.indexer import index
from index.jobs.queue import JobQueue
from index.settings import IndexSettings
from service.access.caller import Scope
from service.access.keys import KeyStore

SAMPLE = Path(__file__).parents[1] / "eval_sets" / "sample"
TARGETS = ("server", "worker", "both")


class Load:
    """Sends and searches until it is told to stop; counts what came of it."""

    def __init__(self, service: Service, key: str, first: int) -> None:
        self.accepted: list[int] = []
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []
        self._service, self._key, self._next = service, key, first
        self.dying = threading.Event()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=target) for target in (self._send, self._search, self._look)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> int:
        """End; the number of the next document."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self._next

    def _send(self) -> None:
        while not self._stop.is_set():
            number, self._next = self._next, self._next + 1
            status, answer = self._service.ask("POST", "/v1/documents", document(number), self._key)
            if status in (200, 202):
                self.accepted.append(number)
            elif not self.dying.is_set():
                self.faults.append(f"POST {status} {answer}")
            time.sleep(0.1)

    def _search(self) -> None:
        while not self._stop.is_set():
            alive = not self.dying.is_set()
            status, answer = self._service.ask("GET", "/v1/search?q=exit+strategies+of+a+bridge")
            self.statuses[status] += 1
            if status != 200 and alive and not self.dying.is_set():
                self.faults.append(f"search {status} {answer}")
            time.sleep(0.02)

    def _look(self) -> None:
        while not self._stop.is_set():
            if self.accepted:
                self._whole(self._service, random.choice(self.accepted))
            time.sleep(0.05)

    def _whole(self, service: Service, number: int) -> None:
        status, answer = service.ask("GET", f"/v1/documents/load:evaluation:{number}")
        if status == 200 and len(answer["records"]) != 2:
            self.faults.append(f"document {number} has {len(answer['records'])} records of 2")


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def main() -> int:
    """Run it; 1 where anything was lost, half there or failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=54)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    faults: list[str] = []
    accepted: list[int] = []
    statuses: Counter[int] = Counter()
    killed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        index([SAMPLE], data, IndexSettings())
        key = KeyStore(data).create("faults", [Scope.INGEST])[1]
        number = 0
        service = Service(data)
        for run in range(given.runs):
            target = TARGETS[run % len(TARGETS)]
            load = Load(service, key, number)
            time.sleep(chance.uniform(0.5, 5.0))
            workers = service.workers()
            if target != "worker":
                load.dying.set()
                kill(service.process.pid)
                killed["server"] += 1
            if target != "server":
                for pid in workers:
                    kill(pid)
                killed["worker"] += len(workers)
            if target == "worker":
                time.sleep(0.5)
            number = load.stop()
            accepted += load.accepted
            statuses += load.statuses
            faults += load.faults
            if target != "worker":
                service.process.wait()
                service = Service(data)
            print(f"run {run + 1} {target}: {len(load.accepted)} accepted, worker running: {bool(workers)}", flush=True)
        faults += settle(data, service, accepted)
        service.process.terminate()
        service.process.wait()
    print(f"{given.runs} runs, seed {given.seed}: SIGKILL of the server {killed['server']} times, of the worker "
          f"{killed['worker']} times; {len(accepted)} documents accepted; searches by status {dict(statuses)} "
          f"(0: the server was killed); {len(faults)} faults")  # fmt: skip
    for fault in faults[:20]:
        print(fault)
    return 1 if faults else 0


def settle(data: Path, service: Service, accepted: list[int]) -> list[str]:
    """Wait until all is done, then look for every document."""
    queue = JobQueue(data)
    until = time.monotonic() + 300
    while (counts := queue.counts())["queued"] + counts["running"] + counts["failed"] and time.monotonic() < until:
        time.sleep(0.5)
    found = [f"jobs are left: {counts}"] if counts["done"] != sum(counts.values()) else []
    for number in accepted:
        status, answer = service.ask("GET", f"/v1/documents/load:evaluation:{number}")
        if status != 200 or len(answer["records"]) != 2:
            found.append(f"document {number}: {status} {answer}")
    return found


if __name__ == "__main__":
    sys.exit(main())
