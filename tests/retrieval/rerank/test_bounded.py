"""One job at a time, nobody waits past the deadline, and late work does not pile up."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from retrieval.rerank.base import Pair, Scores
from retrieval.rerank.bounded import Bounded

SOON = 0.1  # seconds
NEVER = 60.0
PAIRS = [Pair("q", "a"), Pair("q", "bb")]


class Slow:
    """Scores by length of passage, once the gate is open."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.begun = 0
        self.most_at_once = 0
        self._at_work = 0

    def score(self, pairs: Sequence[Pair], deadline: float) -> Scores:
        self.begun += 1
        self._at_work += 1
        self.most_at_once = max(self.most_at_once, self._at_work)
        assert self.gate.wait(NEVER)
        self._at_work -= 1
        return np.array([float(len(pair.passage)) for pair in pairs])


def waited(bounded: Bounded, seconds: float) -> float:
    """How long a request with this much time took to be told that there is none left."""
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        bounded.score(PAIRS, began + seconds)
    return time.monotonic() - began


def test_work_in_time_is_handed_over() -> None:
    slow = Slow()
    slow.gate.set()
    assert Bounded(slow).score(PAIRS, time.monotonic() + NEVER).tolist() == [1, 2]


def test_a_late_job_times_out_and_those_behind_it_do_too_without_being_begun() -> None:
    slow = Slow()
    bounded = Bounded(slow)
    try:
        assert SOON <= waited(bounded, SOON) < NEVER / 2
        with ThreadPoolExecutor(8) as requests:
            times = list(requests.map(lambda _: waited(bounded, SOON), range(8)))
        assert all(SOON <= one < NEVER / 2 for one in times)
        assert (slow.begun, slow.most_at_once) == (1, 1)
    finally:
        slow.gate.set()
    assert bounded.score(PAIRS, time.monotonic() + NEVER).tolist() == [1, 2]
    assert (slow.begun, slow.most_at_once) == (2, 1)


def test_a_deadline_that_has_passed_is_not_waited_for() -> None:
    slow = Slow()
    try:
        assert waited(Bounded(slow), -1) < NEVER / 2
    finally:
        slow.gate.set()


def test_an_error_of_the_model_reaches_the_one_who_asked_and_frees_the_worker() -> None:
    class Broken:
        def score(self, pairs: Sequence[Pair], deadline: float) -> Scores:
            raise ValueError("no such weights")

    bounded = Bounded(Broken())
    for _ in range(2):
        with pytest.raises(ValueError, match="no such weights"):
            bounded.score(PAIRS, time.monotonic() + NEVER)
