"""A process that is killed while it writes keys or the audit log locks nobody out."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from service.access.caller import Scope
from service.access.database import FILE, reading
from service.access.keys import KeyStore

# Small caches make SQLite write pages before the commit: the journal on disk is then hot.
_WRITER = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
for number in range(5000):
    db.execute("INSERT INTO audit VALUES ('now', 'somebody', 'tried', ?)", ("x" * 200,))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_writer_left_is_rolled_back_by_a_reader(tmp_path: Path) -> None:
    KeyStore(tmp_path).create("loader", [Scope.INGEST])
    done = subprocess.run([sys.executable, "-c", _WRITER, str(tmp_path / FILE)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / f"{FILE}-journal").stat().st_size > 0
    with reading(tmp_path) as db:
        assert db is not None
        assert db.execute("SELECT count(*) FROM audit WHERE action = 'tried'").fetchone() == (0,)
