"""From sending one record to the running service until a search finds it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.scale.serving import Service, service
from index.model import Document, Kind, Part, Record
from service.access.caller import Scope
from service.access.keys import KeyStore

_PATIENCE = 300  # seconds
_LOOK_EVERY = 0.05
_TEXT = "Keep the keys of the weather station with somebody who lives next to it, and say so in writing."
_OFTEN = 3  # records, one after the other


def renewals(data: Path) -> list[float]:
    """Seconds for each of three records. The process that takes them in has to start for the first; then it waits."""
    with copied(data) as own:
        _, key = KeyStore(own).create("bench", [Scope.INGEST])
        with service(own) as running:
            return [_seconds(running, number, key) for number in range(_OFTEN)]


@contextmanager
def copied(data: Path) -> Iterator[Path]:
    """A copy of a data folder that may change. Generations never do, so their files are shared."""
    with tempfile.TemporaryDirectory(dir=data.parent) as folder:
        own = Path(folder) / "data"
        shutil.copytree(data, own, ignore=shutil.ignore_patterns("generations"))
        shutil.copytree(data / "generations", own / "generations", copy_function=os.link)
        os.sync()  # the catalog is seldom fresh from a copy; its first commit would wait for all of that
        yield own


def _seconds(running: Service, number: int, key: str) -> float:
    document = Document(id=f"bench:evaluation:{number}", publisher="bench", title=f"Weather stations {number}")
    record = Record(
        id=f"bench:lesson:{number}",
        local_id=f"lesson:{number}",
        document_id=document.id,
        kind=Kind.LESSON,
        parts=(Part(name="text", text=f"{_TEXT} This is lesson {number} of the weather stations."),),
    )
    body = {
        "source": f"bench-{number}",
        "documents": [document.model_dump(mode="json", exclude_defaults=True)],
        "records": [record.model_dump(mode="json", exclude_defaults=True)],
    }
    began = time.perf_counter()
    running.post("/v1/documents", body, key)
    while not _found(running, record):
        if time.perf_counter() - began > _PATIENCE:
            raise RuntimeError(f"{record.id} was not found within {_PATIENCE} seconds")
        time.sleep(_LOOK_EVERY)
    return time.perf_counter() - began


def _found(running: Service, record: Record) -> bool:
    answer = running.get("/v1/search", q=record.parts[0].text)
    # Records that say nearly the same are one hit.
    return any(record.id in (hit["record_id"], *(one["record_id"] for one in hit["also"])) for hit in answer["hits"])
