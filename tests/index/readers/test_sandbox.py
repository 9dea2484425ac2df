"""The worker process: what a reader may not do there, and that the next file is read all the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import SourceError
from index.readers import sandbox

# A reader with one weakness for each word that a file may hold.
READER = """
import os, socket
from index.readers import whereabouts
from index.readers.drafts import Draft, assemble

def parse(data, name):
    word, _, argument = data.decode().partition(" ")
    whereabouts.report("page 3")
    if word == "hang":
        while True:
            pass
    if word == "crash":
        os.abort()
    if word == "eat":
        return assemble(name, [Draft("x" * 2_000_000_000)])
    if word == "fail":
        raise ValueError("no")
    if word == "print":
        print("noise")
    if word == "open":
        open(argument).read()
    if word == "write":
        open(argument, "w").write("x")
    if word == "call":
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    return assemble(name, [Draft(data.decode())])
"""


@pytest.fixture
def weak_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "weak_reader.py").write_text(READER, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sandbox, "SECONDS", 1.0)
    yield "weak_reader"
    sandbox.close_workers()


def _file(folder: Path, content: str) -> Path:
    path = folder / f"{content.split()[0]}.txt"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("hang", r"hang\.txt, page 3: reading it takes longer than 1 seconds"),
        ("crash", r"crash\.txt, page 3: the reader broke down"),
        ("eat", r"eat\.txt: reading it takes more than 1 GB of memory"),
        ("fail", r"fail\.txt: the reader failed over it \(ValueError\)"),
    ],
)
def test_what_a_file_does_to_its_reader_is_that_files_error(
    tmp_path: Path, weak_reader: str, content: str, reason: str
) -> None:
    start = time.monotonic()
    with pytest.raises(SourceError, match=reason) as error:
        sandbox.read(_file(tmp_path, content), weak_reader)
    assert error.value.hint
    assert sandbox.read(_file(tmp_path, "good words"), weak_reader).text == "good words"
    assert time.monotonic() - start < 10


def test_no_file_is_opened_or_written_and_nobody_called(tmp_path: Path, weak_reader: str) -> None:
    target = tmp_path / "outside"
    target.write_text("untouched", encoding="utf-8")
    for content in (f"open {target}", f"write {target}", "call"):
        with pytest.raises(SourceError, match="OSError"):
            sandbox.read(_file(tmp_path, content), weak_reader)
    assert target.read_text(encoding="utf-8") == "untouched"


def test_a_reader_that_prints_does_not_garble_the_answer(tmp_path: Path, weak_reader: str) -> None:
    assert sandbox.read(_file(tmp_path, "print this"), weak_reader).text == "print this"


def test_threads_take_turns(tmp_path: Path, weak_reader: str) -> None:
    paths = [_file(tmp_path, f"word{n} of file {n}") for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda path: sandbox.read(path, weak_reader).text, paths))
    assert texts == [f"word{n} of file {n}" for n in range(8)]
