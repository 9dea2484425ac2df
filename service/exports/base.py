"""What an export format is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from service.exports.result import Result


class ExportFormat(NamedTuple):
    """How a result is written: `write` gives the bytes of the file piece by piece."""

    media_type: str
    suffix: str
    write: Callable[[Result], Iterator[bytes]]
