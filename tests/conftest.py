"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("AFTERWISE_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real evaluation data, beside the checkout. Tests that need it skip where it is missing."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no real data at {SHARED} (set AFTERWISE_SHARED to point at it)")
    return SHARED
