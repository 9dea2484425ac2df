"""What needs an optional extra says so, and nothing else needs one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.backends.load import connect
from index.errors import EngineError
from index.settings import EngineSettings

_WITHOUT = """
import importlib, pkgutil, sys
from pathlib import Path
absent = ("pymilvus", "milvus_lite", "grpc", "dask", "distributed")
sys.modules.update(dict.fromkeys(absent))  # to import one raises, as where it is not installed
import index, retrieval, service
for package in (index, retrieval, service):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
from retrieval.request import SearchRequest
from service.runtime import open_searcher
print(len(open_searcher(Path(sys.argv[1])).search(SearchRequest(query="exit strategies")).hits))
"""


def test_the_product_runs_without_them(sample_data: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT, str(sample_data)],
        capture_output=True, text=True, timeout=120, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


@pytest.mark.parametrize(("absent", "uri"), [("pymilvus", "http://127.0.0.1:9"), ("milvus_lite", "there.db")])
def test_an_engine_without_its_client_says_what_to_install(
    absent: str, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(EngineError, match="not installed") as told:
        connect(EngineSettings(engine=uri))
    assert "pip install" in told.value.hint
