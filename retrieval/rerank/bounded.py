"""One job at a time, each under a deadline: late work ends by itself and nothing waits behind it.

A request waits for the model at most until its own deadline, and one that was given up holds the model for one more
batch at most.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from retrieval.rerank.base import Pair, Reranker, Scores


class Bounded:
    """A reranker that a service can share between its requests."""

    def __init__(self, reranker: Reranker) -> None:
        self._reranker = reranker
        self._free = threading.Lock()  # held while a job is at work, also when nobody waits for it any more
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rerank")

    def score(self, pairs: Sequence[Pair], deadline: float) -> Scores:
        """One score a pair, by `deadline` (a time of `time.monotonic()`). Raises TimeoutError."""
        if not self._free.acquire(timeout=_left(deadline)):
            raise TimeoutError
        try:
            job = self._worker.submit(self._reranker.score, pairs, deadline)
        except RuntimeError:  # the process is ending
            self._free.release()
            raise
        job.add_done_callback(lambda _: self._free.release())
        return job.result(timeout=_left(deadline))


def _left(deadline: float) -> float:
    """Seconds until the deadline, as long as a lock can wait."""
    return min(max(0.0, deadline - time.monotonic()), threading.TIMEOUT_MAX)
