"""Let readers and an office work with the service for minutes: no error, and in the end it holds no more than before.

    python scripts/soak.py --minutes 10 --seed 7
    python scripts/soak.py --minutes 10 --data DIR      over a copy of DIR instead of the sample

Readers search, type, open pages and records, and export. Meanwhile an office sends documents, sends them once more
with other words, and withdraws them, so that the collection keeps its size and generation follows on generation.
After the warm-up, what the server holds in the first third of the time is compared with the last third: memory of its
own may differ by the noise of an allocator, handles and threads by those of a few connections.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any
from urllib.parse import quote, urlencode

from running import WORDS, Held, Service, document

from index.generation import current
from index.indexer import index
from index.jobs.queue import JobQueue
from index.settings import IndexSettings
from service.access.caller import Scope
from service.access.keys import KeyStore

SETS = Path(__file__).parents[1] / "eval_sets"
KEPT = 5  # documents of the office at a time
LEAST_GROWTH = 16  # MB that are noise whatever the size
GROWTH = 0.05  # of the memory, that is noise too
COMING_AND_GOING = 8  # handles and threads that readers and a generation being opened hold for a moment
WATCHED = 2  # seconds between two looks


class Readers:
    """Ask in turn for whatever the service offers to who reads; every answer must be a good one."""

    def __init__(self, service: Service, queries: Sequence[str], chance: random.Random) -> None:
        self.asked: Counter[str] = Counter()
        self.faults: list[str] = []
        self._service, self._queries, self._chance = service, queries, chance
        self._known: list[str] = []
        self._ways: list[tuple[str, Callable[[], str]]] = [
            ("search", self._search),
            ("suggest", lambda: "/v1/suggest?" + urlencode({"q": self._query()[:4]})),
            ("page", lambda: "/?" + urlencode({"q": self._query()})),
            ("record", lambda: f"/v1/passages/{quote(self._id())}"),
            ("permalink", lambda: f"/p/{quote(self._id())}"),
            ("similar", lambda: f"/v1/passages/{quote(self._id())}/similar"),
            ("export", lambda: "/v1/export?" + urlencode({"q": self._query(), "format": "csv"})),
            ("collection", lambda: "/v1/stats"),
        ]

    def ask(self) -> None:
        """One request."""
        name, address = self._chance.choices(self._ways, [8, *[1] * (len(self._ways) - 1)])[0]
        path = address()
        status, body = self._service.request("GET", path)
        self.asked[name] += 1
        if status == 200 and path.startswith("/v1/search"):
            self._known = [hit["id"] for hit in json.loads(body)["hits"]] or self._known
        # A record may be withdrawn between the search that found it and the request for it.
        elif status != 200 and not (status == 410 and "load:" in path.replace("%3A", ":")):
            self.faults.append(f"GET {path}: {status} {body[:200]!r}")

    def _query(self) -> str:
        return self._chance.choice(self._queries)

    def _search(self) -> str:
        more: dict[str, Any] = self._chance.choice([{}, {"kind": "lesson"}, {"limit": 50}, {"explain": "true"}])
        return "/v1/search?" + urlencode({"q": self._query(), **more})

    def _id(self) -> str:
        if not self._known:
            self._known = [hit["id"] for hit in self._service.ask("GET", self._search())[1]["hits"]]
        return self._chance.choice(self._known)


class Office:
    """Sends a document, another version of one, or withdraws one, and waits until it is so."""

    def __init__(self, service: Service, key: str, chance: random.Random) -> None:
        self.done: Counter[str] = Counter()
        self.faults: list[str] = []
        self._service, self._key, self._chance = service, key, chance
        self._there: list[int] = []
        self._next = 0

    def change(self) -> None:
        """One change, from its request to its job's end."""
        if len(self._there) < KEPT:
            self._next += 1
            self._there.append(self._next)
            self._send("added", document(self._next))
        elif self._chance.random() < 0.5:
            self._send("changed", document(self._chance.choice(self._there), version=self._chance.randrange(2, 10**6)))
        else:
            self._follow("withdrawn", "DELETE", f"/v1/sources/{self._there.pop(0)}", None)

    def _send(self, what: str, body: dict[str, Any]) -> None:
        self._follow(what, "POST", "/v1/documents", body)

    def _follow(self, what: str, method: str, path: str, body: Any) -> None:
        status, job = self._service.ask(method, path, body, self._key)
        until = time.monotonic() + 120
        while status in (200, 202) and job["state"] not in ("done", "dead") and time.monotonic() < until:
            time.sleep(0.2)
            status, job = self._service.ask("GET", f"/v1/jobs/{job['id']}", key=self._key)
        if status in (200, 202) and job["state"] == "done":
            self.done[what] += 1
        else:
            self.faults.append(f"{method} {path}: {status} {job}")


def grown(before: Sequence[Held], after: Sequence[Held]) -> list[str]:
    """What is held that was not, beyond noise."""
    found = []
    was, is_ = mean(one.own for one in before), mean(one.own for one in after)
    if is_ - was > max(LEAST_GROWTH, GROWTH * was):
        found.append(f"memory of its own grew from {was:.0f} to {is_:.0f} MB")
    for name in ("handles", "threads"):
        had, has = (max(getattr(one, name) for one in part) for part in (before, after))
        if has > had + COMING_AND_GOING:
            found.append(f"{name} grew from {had} to {has}")
    return found


def _repeat(act: Callable[[], None], pause: float, over: threading.Event, faults: list[str]) -> threading.Thread:
    def loop() -> None:
        while not over.wait(pause):
            try:
                act()
            except Exception as error:  # noqa: BLE001 - whatever it is, the run must say so and not end early
                faults.append(repr(error))

    thread = threading.Thread(target=loop)
    thread.start()
    return thread


def _watch(service: Service, minutes: float, warm_up: float) -> list[tuple[float, Held]]:
    began, seen, told = time.monotonic(), [], 0
    while (passed := time.monotonic() - began) < 60 * minutes and service.process.poll() is None:
        seen.append((passed, service.held()))
        if passed >= 60 * told:
            held, phase = seen[-1][1], "warming up" if passed < 60 * warm_up else "watched"
            print(f"minute {told} ({phase}): {held.own:.0f} MB of its own, {held.touched:.0f} touched, "
                  f"{held.handles} handles, {held.threads} threads", flush=True)  # fmt: skip
            told += 1
        time.sleep(WATCHED)
    return seen


def _queries() -> list[str]:
    lines = (SETS / "sample_queries" / "queries.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines] + WORDS


def main() -> int:
    """Run it; 1 where anything failed or grew."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--warm-up", type=float, default=3, help="minutes of these that are not judged")
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--every", type=float, default=3, help="seconds between two changes of the collection")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="a data folder; a copy of it is used")
    given = parser.parse_args()
    if given.warm_up >= given.minutes:
        parser.error("--warm-up must be less than --minutes")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        if given.data:
            shutil.copytree(given.data, data)
        else:
            index([SETS / "sample"], data, IndexSettings())
        key = KeyStore(data).create("soak", [Scope.INGEST])[1]
        service = Service(data)
        over = threading.Event()
        readers = [Readers(service, _queries(), random.Random(given.seed + at)) for at in range(given.readers)]
        office = Office(service, key, random.Random(given.seed))
        first = current(data)
        threads = [_repeat(one.ask, 0.02, over, one.faults) for one in readers]
        threads.append(_repeat(office.change, given.every, over, office.faults))
        seen = _watch(service, given.minutes, given.warm_up)
        over.set()
        for thread in threads:
            thread.join()
        faults = [fault for one in readers for fault in one.faults] + office.faults
        faults += _ended(service, data)
        judged = [held for passed, held in seen if passed >= 60 * given.warm_up]
        third = max(1, len(judged) // 3)
        faults += grown(judged[:third], judged[-third:])
        follow = f"{first} to {current(data)}"
    asked = sum((one.asked for one in readers), Counter[str]())
    print(f"{given.minutes:g} minutes, seed {given.seed}: {asked.total()} requests {dict(asked)}; changes "
          f"{dict(office.done)}; generations {follow}; memory of its own {mean(one.own for one in judged[:third]):.0f} "
          f"MB in the first third after the warm-up and {mean(one.own for one in judged[-third:]):.0f} in the last, "
          f"handles at most {max(one.handles for one in judged[:third])} and "
          f"{max(one.handles for one in judged[-third:])}; {len(faults)} faults")  # fmt: skip
    for fault in faults[:20]:
        print(fault)
    return 1 if faults else 0


def _ended(service: Service, data: Path) -> list[str]:
    """Stop the service; what it should have left in order and did not."""
    code = service.stop()
    left = JobQueue(data).counts()
    found = [] if code == 0 else [f"the service ended with {code}"]
    return found + ([f"jobs were given up: {left['dead']}"] if left["dead"] else [])


if __name__ == "__main__":
    sys.exit(main())
