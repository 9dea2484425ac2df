"""The real application over the sample."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
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


@pytest.fixture
def converted(tmp_path: Path) -> Callable[[bytes, str, str], Path]:
    """Has LibreOffice open a file of one format and save it in another. Skips without it; fails where CI=true."""
    office = shutil.which("soffice")
    if office is None or not (shutil.which("localc") and shutil.which("lowriter")):
        missing = "no LibreOffice: apt-get install libreoffice-calc libreoffice-writer"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)

    def convert(content: bytes, suffix: str, wanted: str) -> Path:
        file = tmp_path / f"file.{suffix}"
        file.write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", wanted, "--outdir", str(tmp_path), str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return file.with_suffix(f".{wanted.partition(':')[0]}")

    return convert
