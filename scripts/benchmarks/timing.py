"""How long a piece of work takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ParamSpec

Arguments = ParamSpec("Arguments")


def seconds(work: Callable[Arguments, object], *args: Arguments.args, **kwargs: Arguments.kwargs) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    work(*args, **kwargs)
    return time.perf_counter() - began
