"""Worker processes of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context

from index.encoders.base import Vectors
from index.encoders.spread.base import Pieces, Spec, work
from index.errors import EncoderError

_LIVES = 3  # pools in a row that break before any piece comes back
_AHEAD = 2  # pieces a worker


class Processes:
    """So many worker processes. Where one is killed all are started anew, and go on with what is not done."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def encode(self, spec: Spec, pieces: Pieces) -> Iterator[tuple[int, Vectors]]:
        """The number of each piece and its vectors, each piece once. Raises EncoderError where workers keep dying."""
        waiting, lives = dict(enumerate(pieces)), _LIVES
        while waiting:
            before = len(waiting)
            try:
                yield from self._pool(spec, waiting)
            except BrokenProcessPool as error:
                lives = _LIVES if len(waiting) < before else lives - 1
                if not lives:
                    raise EncoderError(
                        "The processes that encode are killed again and again, before they have done anything.",
                        hint="They may need more memory than there is: set AFTERWISE_ENCODE_PROCESSES lower.",
                    ) from error

    def _pool(self, spec: Spec, waiting: dict[int, Sequence[str]]) -> Iterator[tuple[int, Vectors]]:
        order = iter(list(waiting))
        # Spawned, not forked: a fork would copy the threads of the model half.
        with ProcessPoolExecutor(self._workers, mp_context=get_context("spawn")) as pool:
            running: dict[Future[Vectors], int] = {}
            while True:
                for number in islice(order, _AHEAD * self._workers - len(running)):
                    running[pool.submit(work, spec, list(waiting[number]))] = number
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    vectors, number = future.result(), running.pop(future)
                    del waiting[number]
                    yield number, vectors
