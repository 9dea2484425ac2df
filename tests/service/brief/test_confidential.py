"""A draft is written nowhere: not to a file of any kind, not for a moment, not to a log at its most talkative.

The real service runs as a process of its own, with all that it writes in folders that the test looks through. What it
and its readers open for writing is noted as it happens (PEP 578), so that files that are deleted at once are seen too.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import httpx2
import pytest

MARKER = "zebraquartz7f3a"
DRAFT = (
    f"Sustainability and exit strategy of {MARKER}\n\nThe project {MARKER} will hand its services over to the district "
    f"councils and other national partners before it closes. An exit strategy will be agreed with {MARKER} by then.\n"
)
# Notes every opening for writing, by this process and by those that it starts, in the file AUDIT.
WATCH = """
import os, sys
_file = os.open(os.environ["AUDIT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def _note(event, given):
    if event == "open" and isinstance(given[2], int) and given[2] & _writes and not isinstance(given[0], int):
        os.write(_file, (os.fsdecode(given[0]) + "\\n").encode("utf-8", "replace"))
sys.addaudithook(_note)
"""
SERVE = """
import logging, sys, tempfile
from pathlib import Path
import uvicorn
from service.app import create_app
with tempfile.TemporaryFile():
    pass  # the watch must see this one
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
uvicorn.run(create_app(Path(sys.argv[1])), port=int(sys.argv[2]), log_level="trace", log_config=None, access_log=True)
"""


class Watched(NamedTuple):
    """A running service and the folders that it could write to."""

    address: str
    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def written(self) -> list[str]:
        """What was opened for writing so far."""
        return (self.folder / "audit").read_text("utf-8").splitlines()


@pytest.fixture
def watched(sample_data: Path, tmp_path: Path) -> Iterator[Watched]:
    """The service over a copy of the sample, as talkative as it can be, with everything of its own in one folder."""
    for name in ("watch", "tmp", "cwd"):
        (tmp_path / name).mkdir()
    shutil.copytree(sample_data, tmp_path / "data")
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, "utf-8")
    (tmp_path / "serve.py").write_text(SERVE, "utf-8")
    port = free_port()
    paths = [str(tmp_path / "watch"), *filter(None, sys.path), str(Path.cwd())]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AUDIT": str(tmp_path / "audit"),
        "TMPDIR": str(tmp_path / "tmp"),
        "AFTERWISE_USAGE": "queries",
    }
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, str(tmp_path / "serve.py"), str(tmp_path / "data"), str(port)]
        process = subprocess.Popen(command, env=environment, cwd=tmp_path / "cwd", stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/readyz", process)
        yield Watched(address, process, tmp_path)
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nobody listens at."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the service can search."""
    for _ in range(600):
        assert process.poll() is None, "the service ended"
        try:
            with urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the service never became ready")


def pdf_of(text: str) -> bytes:
    """A PDF of one page with the text, its stream compressed."""
    lines = " ".join(f"({line}) Tj T*" for line in re.sub(r"[()\\]", "", text).split("\n") if line.strip())
    stream = zlib.compress(f"BT /F1 10 Tf 12 TL 40 760 Td {lines} ET".encode())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return body + head + table + b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)


def large(size: int) -> bytes:
    """A text file of about `size` bytes: far more than a form's files may have before they go to the disk elsewhere."""
    return (DRAFT.encode() + b"\n") * (size // (len(DRAFT) + 1))


def send_all(address: str, word_file: Callable[[str], bytes]) -> None:
    """Post drafts in every way there is."""
    page = f"<!doctype html><html><body><p>{DRAFT}</p></body></html>".encode()
    files = {
        f"{MARKER}.txt": DRAFT.encode(),
        f"{MARKER}.html": page,
        f"{MARKER}.docx": word_file(DRAFT),
        f"{MARKER}.pdf": pdf_of(DRAFT),
    }
    broken = {f"{MARKER}.docx": f"PK\x03\x04 {MARKER}".encode(), f"{MARKER}.pdf": f"%PDF-1.4 {MARKER}".encode()}
    with httpx2.Client(base_url=address, timeout=120) as client:
        answer = client.post("/v1/brief", json={"text": DRAFT})
        assert answer.status_code == 200, answer.text
        assert MARKER in answer.text  # its headings come back to the sender
        for path in ("/v1/brief", "/v1/brief?stream=true", "/v1/brief?format=docx", "/brief"):
            for name, content in files.items():
                response = client.post(path, files={"file": (name, content)})
                assert response.status_code == 200, (path, name, response.text)
        for name, content in broken.items():
            assert client.post("/v1/brief", files={"file": (name, content)}).status_code == 400
        assert client.post("/v1/brief", files={"file": (f"{MARKER}.txt", large(3_000_000))}).status_code in {200, 400}
        assert client.post("/v1/brief", json={"text": DRAFT, MARKER: DRAFT}).status_code == 400
        for name in ("docx", "markdown"):
            kept = client.post(f"/v1/brief/export?format={name}", json=answer.json())
            assert kept.status_code == 200
        assert client.post("/v1/brief/export", json={"draft": DRAFT}).status_code == 400


def leave(address: str) -> None:
    """Ask for a brief and go away after its first line."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"))
    body = json.dumps({"text": DRAFT * 40})
    connection.request("POST", "/v1/brief?stream=true", body, {"Content-Type": "application/json"})
    assert b"started" in connection.getresponse().readline()
    connection.close()


def holding(folder: Path, words: str) -> list[Path]:
    """The files that hold the words, in any encoding that a program here could write."""
    forms = [words.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and any(form in (file.read_bytes() + file.name.encode()) for form in forms)
    ]


def test_a_draft_is_written_nowhere(watched: Watched, word_file: Callable[[str], bytes]) -> None:
    # What tells languages unpacks its own model in a temporary file, once in each process.
    first = httpx2.post(f"{watched.address}/v1/brief", json={"text": DRAFT.replace(MARKER, "the lakes")}, timeout=120)
    assert first.status_code == 200, first.text
    started = len(watched.written)
    assert any(str(watched.folder / "tmp") in path for path in watched.written)  # the watch sees temporary files
    send_all(watched.address, word_file)
    leave(watched.address)
    with urlopen(f"{watched.address}/readyz"):
        pass
    watched.process.send_signal(signal.SIGTERM)
    watched.process.wait(60)
    own = str(watched.folder / "data")
    assert [path for path in watched.written[started:] if not (path.startswith(own) or path == os.devnull)] == []
    assert b"POST /v1/brief" in (watched.folder / "log").read_bytes()  # the log is as talkative as it should be
    assert holding(watched.folder, MARKER) == []
    assert list((watched.folder / "cwd").iterdir()) == []
    assert list((watched.folder / "tmp").iterdir()) == []


def test_what_readers_cached_holds_nothing_of_it_either(watched: Watched, word_file: Callable[[str], bytes]) -> None:
    from index.settings import IndexSettings

    begun = time.time()
    send_all(watched.address, word_file)
    cache = IndexSettings().cache
    fresh = [file for file in cache.rglob("*") if file.is_file() and file.stat().st_mtime >= begun - 1]
    assert [file for file in fresh if MARKER.encode() in file.read_bytes()] == []


def test_the_looking_glass_works(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"\0\1" + MARKER.encode("utf-16-le"))
    (tmp_path / "b").write_bytes(b"nothing")
    assert [file.name for file in holding(tmp_path, MARKER)] == ["a.sqlite"]
