"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.indexer import index
from index.settings import IndexSettings

SAMPLE = Path(__file__).parents[1] / "eval_sets" / "sample"
SHARED = Path(os.environ.get("AFTERWISE_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real evaluation data, beside the checkout. Tests that need it skip where it is missing."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no real data at {SHARED} (set AFTERWISE_SHARED to point at it)")
    return SHARED


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the index of the sample collection. To be read only: who writes, makes a copy."""
    data = tmp_path_factory.mktemp("sample")
    index([SAMPLE], data, IndexSettings())
    return data
