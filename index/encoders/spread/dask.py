"""The workers of a Dask scheduler (distributed), on any number of machines.

Dask gives a piece whose worker died to another one; a piece that kills three workers in a row is given up.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from index.encoders.base import Vectors
from index.encoders.spread.base import Pieces, Spec, work
from index.errors import EncoderError

if TYPE_CHECKING:
    from distributed import Client

_AHEAD = 3  # pieces a worker thread: none waits for work, and not all texts lie in the scheduler at once
_PATIENCE = 30  # seconds until the scheduler answers, and has a worker
_AGAIN = "What was encoded is kept: the next run goes on from there."


class Dask:
    """The workers of the scheduler at an address, such as tcp://10.0.0.5:8786. Each needs Afterwise and the model."""

    def __init__(self, address: str) -> None:
        self._address = address

    def encode(self, spec: Spec, pieces: Pieces) -> Iterator[tuple[int, Vectors]]:
        """The number of each piece and its vectors, each piece once. Raises EncoderError."""
        if importlib.util.find_spec("distributed") is None:
            raise EncoderError(
                "Encoding with Dask needs distributed, which is not installed.",
                hint="Install it: pip install 'afterwise[dask]'",
            )
        from distributed import CancelledError, KilledWorker

        with self._connected() as client:
            try:
                yield from _gather(client, spec, pieces)
            except KilledWorker as error:
                raise EncoderError(
                    f"Workers of {self._address} died over the same piece again and again: {error}",
                    hint=f"They may need more memory. {_AGAIN}",
                ) from error
            except (CancelledError, OSError) as error:
                raise EncoderError(f"The scheduler at {self._address} was lost: {error}", hint=_AGAIN) from error
            except (ImportError, RuntimeError) as error:  # a worker that cannot read what it is sent
                raise EncoderError(
                    f"A worker of {self._address} cannot encode: {error}",
                    hint="Install the same version of Afterwise on every machine.",
                ) from error

    def _connected(self) -> Client:
        from distributed import Client

        try:
            client = Client(self._address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise EncoderError(
                f"The Dask scheduler at {self._address} cannot be reached: {error}",
                hint="Check AFTERWISE_DASK, and that the scheduler runs: dask scheduler",
            ) from error
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            client.close()
            raise EncoderError(
                f"The Dask scheduler at {self._address} has no workers.",
                hint=f"Start some where Afterwise is installed: dask worker {self._address} --nthreads 1",
            ) from error
        return client


def _gather(client: Client, spec: Spec, pieces: Pieces) -> Iterator[tuple[int, Vectors]]:
    from distributed import as_completed

    job, order = uuid4().hex, iter(range(len(pieces)))
    number_of: dict[str, int] = {}

    def send(number: int) -> Any:
        future = client.submit(work, spec, list(pieces[number]), key=f"afterwise-{job}-{number}", pure=False)
        number_of[future.key] = number
        return future

    ahead = _AHEAD * max(1, sum(client.nthreads().values()))
    running = as_completed([send(number) for number in islice(order, ahead)], loop=client.loop)
    for future in running:
        vectors = future.result()
        future.release()
        for number in islice(order, 1):
            running.add(send(number))
        yield number_of.pop(future.key), vectors
