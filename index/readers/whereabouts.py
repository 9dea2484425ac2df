"""Where a reader is in its document, for the message when it is stopped from outside."""

from __future__ import annotations

from collections.abc import Callable


def _nowhere(where: str) -> None:
    """Outside the worker process nobody asks."""


report: Callable[[str], None] = _nowhere
"""Called by readers with "page 17" and the like. The worker process puts its own function here."""
