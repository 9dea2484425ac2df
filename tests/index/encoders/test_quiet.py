"""Nothing that encodes reports to anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ENCODE = """
from index.encoders.load import load_encoder
from index.settings import IndexSettings
settings = IndexSettings(backend="onnx")
load_encoder(settings.model, settings.backend, settings.precision, settings.cache, threads=1).encode(["exit strategy"])
"""


def test_onnx_runtime_keeps_no_telemetry_session(tmp_path: Path) -> None:
    """Its reporting begins with a session file, .ses, in the folder for temporary files."""
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", ENCODE], env=environment, check=True, timeout=120)
    assert list(tmp_path.iterdir()) == []
