"""The real application over the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import ServiceSettings


@pytest.fixture(scope="session")
def client(served_data: Path) -> Iterator[TestClient]:
    """Talks to the service over the sample. Redirects are not followed; errors of the server are responses."""
    app = create_app(served_data, ServiceSettings())
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[TestClient]:
    """Talks to a service whose data folder holds no index."""
    with TestClient(create_app(tmp_path / "none"), raise_server_exceptions=False) as client:
        yield client
