"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from index.configuration import PREFIX
from index.encoders.base import Encoder
from index.encoders.load import load_encoder
from index.indexer import index
from index.settings import IndexSettings

# How long an example takes says more about the machine than about the code.
hypothesis_settings.register_profile("afterwise", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("afterwise")

SHARED = Path(os.environ.get("AFTERWISE_SHARED", Path(__file__).parents[2] / "shared"))
SAMPLE = Path(__file__).parents[1] / "eval_sets" / "sample"


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_this_machine() -> Iterator[None]:
    """Tests run on the default settings, whatever the environment says."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real evaluation data, beside the checkout. Tests that need it skip where it is missing."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no real data at {SHARED} (set AFTERWISE_SHARED to point at it)")
    return SHARED


@pytest.fixture(scope="session")
def sample() -> Path:
    """The fictional collection that the project ships."""
    return SAMPLE


@pytest.fixture(scope="session")
def settings() -> IndexSettings:
    """Settings as the command line has them: the default encoder, its exported model in the user's cache."""
    return IndexSettings()


@pytest.fixture(scope="session")
def encoder(settings: IndexSettings) -> Encoder:
    """The default encoder."""
    return load_encoder(settings.model, settings.backend, settings.precision, settings.cache, threads=2)


@pytest.fixture(scope="session")
def sample_data(sample: Path, settings: IndexSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample collection. Shared by all tests: copy it before changing anything."""
    data = tmp_path_factory.mktemp("sample")
    index([sample], data, settings)
    return data


@pytest.fixture(scope="session")
def ilo_data(shared: Path, settings: IndexSettings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the five CSV files of the ILO export, read anew in each session.

    Encoding them takes minutes, so their vectors stay in the user's cache, one file for each encoder. Shared by all
    tests: copy it before changing anything.
    """
    data = tmp_path_factory.mktemp("ilo")
    kept = settings.cache / "tests" / encoder.identity.key / "vectors.sqlite"
    if kept.is_file():
        shutil.copy(kept, data)
    index(sorted((shared / "data" / "ilo_ieval").glob("*.csv")), data, settings)
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(f".{os.getpid()}")
    shutil.copy(data / kept.name, fresh)
    fresh.replace(kept)  # whole at any time, also where two test runs meet
    return data
