"""What readers leave behind is kept whole when several processes write it."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from service.feedback.errors import FeedbackError
from service.feedback.store import FeedbackStore
from service.feedback.votes import StoredVote
from service.usage.events import OpenedRecord, Searched
from service.usage.store import UsageStore

DAY = date(2026, 11, 2)
PROCESSES, TIMES = 4, 25
VOTE = StoredVote(given=DAY, record="a:b", passage=None, query="", rank=1, generation="g", verdict="useful", comment="")


def vote(data: Path, most: int, process: int) -> int:
    """Cast some votes; how many were kept."""
    store, kept = FeedbackStore(data, most), 0
    for number in range(TIMES):
        try:
            store.add(VOTE.model_copy(update={"query": f"{process} {number}"}))
            kept += 1
        except FeedbackError:
            continue
    return kept


def use(data: Path, process: int) -> None:
    """Count some searches and pages, a few at a time."""
    store = UsageStore(data, days=30)
    for _ in range(TIMES):
        store.add([Searched(DAY, "exit", "en", answered=True), OpenedRecord(DAY, f"record {process % 2}")], DAY)


def pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn"))


def test_votes_of_several_processes_are_all_kept_and_never_more_than_allowed(tmp_path: Path) -> None:
    most = PROCESSES * TIMES - 10
    with pool() as processes:
        kept = list(processes.map(vote, [tmp_path] * PROCESSES, [most] * PROCESSES, range(PROCESSES)))
    votes = FeedbackStore(tmp_path, most).votes()
    assert len(votes) == len({one.query for one in votes}) == sum(kept) == most


def test_counts_of_several_processes_add_up(tmp_path: Path) -> None:
    with pool() as processes:
        list(processes.map(use, [tmp_path] * PROCESSES, range(PROCESSES)))
    store = UsageStore(tmp_path, days=30)
    (week,) = store.weeks(1)
    assert week.searches == PROCESSES * TIMES
    assert store.most_opened(5) == {"record 0": 50, "record 1": 50}
