"""Arrays on disk: one .npy file each, mapped into memory when opened, so that all processes share one copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def save_array(file: Path, array: NDArray[Any]) -> None:
    """Write an array as an .npy file, without pickle."""
    np.save(file, array, allow_pickle=False)


def map_array(file: Path) -> NDArray[Any]:
    """An array that `save_array` wrote, read-only; what is never looked at is never read.

    A slice of numpy.memmap costs a microsecond more than one of a plain array over the same mapped memory.
    """
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))
