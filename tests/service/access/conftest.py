"""Callers of every sort, before the real service over the sample."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.access.caller import Scope
from service.access.keys import KeyStore
from service.access.settings import AccessSettings
from service.app import create_app
from service.settings import ServiceSettings

Serve = Callable[..., TestClient]


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the sample's data folder."""
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def serve(data: Path) -> Serve:
    """Talks to the service over that folder, with access settings by name."""

    def made(**settings: object) -> TestClient:
        app = create_app(data, ServiceSettings(), AccessSettings(**settings))
        return TestClient(app, raise_server_exceptions=False, follow_redirects=False)

    return made


@pytest.fixture
def key(data: Path) -> Callable[..., dict[str, str]]:
    """The header of a new key with these scopes."""
    store = KeyStore(data)

    def made(*scopes: Scope, groups: tuple[str, ...] = ()) -> dict[str, str]:
        name = f"key {len(store.all())}"
        _, text = store.create(name, scopes or [Scope.SEARCH], groups)
        return {"Authorization": f"Bearer {text}"}

    return made
