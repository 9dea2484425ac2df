"""The job for a real Milvus says that it was not run where it has none."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

CLUSTER = Path(__file__).parents[2] / "scripts" / "cluster"


def test_without_a_cluster_it_says_not_run() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "AFTERWISE_TEST_MILVUS"}
    done = subprocess.run([CLUSTER], capture_output=True, text=True, env=environment, timeout=30, check=True)
    assert done.stdout.startswith("not run: set AFTERWISE_TEST_MILVUS")
