"""Counting is never in the way of a search."""

from __future__ import annotations

import logging
import shutil
import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import ServiceSettings
from service.usage.events import OpenedRecord, today
from service.usage.log import UsageLog
from service.usage.store import FILE, UsageStore


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


def counted(data: Path) -> UsageStore:
    return UsageStore(data, days=30)


def test_what_is_noted_is_written_when_the_log_is_closed(tmp_path: Path) -> None:
    log = UsageLog(counted(tmp_path))
    threads = [
        threading.Thread(target=lambda: [log.note(OpenedRecord(today(), "a")) for _ in range(100)]) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    assert counted(tmp_path).most_opened(1) == {"a": 500}


def test_what_is_noted_is_written_while_the_log_is_open(tmp_path: Path) -> None:
    log = UsageLog(counted(tmp_path))
    log.note(OpenedRecord(today(), "a"))
    written = threading.Event()
    for _ in range(100):  # 10 seconds at most
        if counted(tmp_path).most_opened(1):
            written.set()
            break
        written.wait(0.1)
    log.close()
    assert written.is_set()


def test_without_a_store_nothing_is_counted(tmp_path: Path) -> None:
    log = UsageLog(None)
    log.start()
    log.note(OpenedRecord(today(), "a"))
    log.close()
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_fails_loses_no_search_and_says_so_once(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    (data / FILE).write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with caplog.at_level(logging.WARNING), TestClient(create_app(data, ServiceSettings(usage="counts"))) as client:
        answers = [client.get("/v1/search", params={"q": "exit strategies"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    told = [record.message for record in caplog.records if record.name == "afterwise.usage"]
    assert len(told) == 2  # at the start, and when the searches were to be counted
    assert told[1].startswith("Searches are not counted: ")


def test_searches_and_opened_records_are_counted_and_further_pages_are_not(data: Path) -> None:
    with TestClient(create_app(data, ServiceSettings(usage="queries")), follow_redirects=False) as client:
        client.get("/v1/search", params={"q": "exit strategies"})
        client.get("/v1/search", params={"q": "exit strategies", "offset": 10})
        client.post("/v1/search", json={"query": "tuning a violin for baroque music"})
        client.get("/?q=exit+strategies")
        client.get("/?q=exit+strategies&page=2")
        client.get("/")
        client.get("/p/ilo:lesson:910063:text-1")
        client.get("/p/ilo:lesson:1")
        client.get("/v1/search", params={"q": ""})
    (week,) = counted(data).weeks(10)
    assert (week.searches, week.unanswered) == (3, 1)
    assert counted(data).unanswered(10, today()) == {"tuning a violin for baroque music": 1}
    assert counted(data).most_opened(10) == {"ilo:lesson:910063": 1}


@pytest.mark.parametrize("kept", ["off", "counts"])
def test_no_text_is_kept_unless_set(kept: str, data: Path) -> None:
    with TestClient(create_app(data, ServiceSettings(usage=kept))) as client:
        client.get("/v1/search", params={"q": "unlucky exit strategies"})
    assert (data / FILE).exists() is (kept == "counts")
    assert not (data / FILE).exists() or b"unlucky" not in (data / FILE).read_bytes()
