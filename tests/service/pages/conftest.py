"""A service over records that mean harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app


@pytest.fixture(scope="session")
def hostile(hostile_data: Path) -> Iterator[TestClient]:
    """The service over them."""
    with TestClient(create_app(hostile_data), raise_server_exceptions=False) as client:
        yield client
