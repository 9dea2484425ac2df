"""Acceptance: a killed indexer leaves the old generation or the new one, whole, and loses nothing."""

from __future__ import annotations

import csv
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from index.encoders.base import Encoder
from index.indexer import index
from index.opened import open_generation
from index.settings import IndexSettings

KILLS = 20
SEED = 20
TABLES, ROWS = 4, 200  # beside the sample: several files, each taken in on its own, and a second or two of work

# Loads the indexer once and runs it in a child process for every line of input: a data folder, the seconds after
# which the child is killed, and the change of the file tree (of those that Python's audit events tell of) before
# which it kills itself. Answers each line with the signal that ended the child and the seconds it worked.
_NURSERY = """
import os, signal, sys, time
from itertools import count
from pathlib import Path
from index.indexer import index
from index.settings import IndexSettings

source, model, cache = sys.argv[1:]
settings = IndexSettings(model=model, cache=Path(cache), keep_generations=0)

def dying_before(step):
    passed = count(1)
    def hook(event, arguments):
        if event in ("os.mkdir", "os.rename", "os.rmdir", "shutil.rmtree") and next(passed) == step:
            os.kill(os.getpid(), signal.SIGKILL)
    return hook

def work(data, step):
    try:
        sys.addaudithook(dying_before(step))
        index([Path(source)], Path(data), settings)
        os._exit(0)
    finally:
        os._exit(1)

for line in sys.stdin:
    data, seconds, step = line.rstrip("\\n").split("\\t")
    began = time.monotonic()
    child = os.fork() or work(data, int(step))
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() - began >= float(seconds):
            os.kill(child, signal.SIGKILL)
        time.sleep(0.001)
    print(-os.waitstatus_to_exitcode(ended[1]), time.monotonic() - began, flush=True)
"""

NEVER = "inf"


class End(NamedTuple):
    """How a run of the indexer ended: by which signal (0: by itself), after how many seconds."""

    signal: int
    seconds: float


Run = Callable[..., End]


@pytest.fixture
def settings(tiny_model: Path, tiny_cache: Path, tiny_encoder: Encoder) -> IndexSettings:
    """The whole pipeline with a model that encodes thousands of texts a second, its graph already exported."""
    return IndexSettings(model=str(tiny_model), cache=tiny_cache, keep_generations=0)


@pytest.fixture
def before(source: Path, settings: IndexSettings, tmp_path: Path) -> Path:
    """A data folder as it was before the killed run: the sample is published."""
    index([source], tmp_path / "before", settings)
    return tmp_path / "before"


@pytest.fixture
def run(source: Path, settings: IndexSettings) -> Iterator[Run]:
    """Runs the indexer in a process that is killed after `seconds` or before change number `step`."""
    command = [sys.executable, "-c", _NURSERY, str(source), settings.model, str(settings.cache)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdin
        assert nursery.stdout
        stdin, stdout = nursery.stdin, nursery.stdout

        def one(data: Path, seconds: float | str = NEVER, step: int = 0) -> End:
            stdin.write(f"{data}\t{seconds}\t{step}\n")
            stdin.flush()
            ended_by, worked = stdout.readline().split()
            return End(int(ended_by), float(worked))

        yield one
        stdin.close()
    assert nursery.returncode == 0


def write_lessons(sample: Path, folder: Path, tables: int, rows: int) -> None:
    """Tables in the shape of the sample's lessons, with identifiers and texts of their own."""
    with (sample / "lessons_learned.csv").open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        models = list(reader)
    for table in range(tables):
        with (folder / f"more_{table}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, reader.fieldnames or [])
            writer.writeheader()
            for number in range(table * rows, (table + 1) * rows):
                text = f"Lesson {number}: plan exit {number % 97} with office {number % 31}."
                own = {"Lessons learned ID": 500000 + number, "Lessons learned description": text}
                writer.writerow(models[number % len(models)] | own)


def check(data: Path, encoder: Encoder) -> str:
    """The name of the published generation, which is whole and able to answer."""
    opened = open_generation(data)
    with closing(opened.store), closing(sqlite3.connect(data / "catalog.sqlite")) as catalog:
        (vector,) = encoder.encode(["ask: exit plan"])
        (best,) = opened.store.passages(opened.vectors.nearest(vector, 1).rows.tolist())
        assert best.text
        assert opened.lexical.score({"exit": 1.0}).max() > 0
        assert catalog.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return opened.manifest.name


def test_killed_at_random_moments(
    sample: Path, source: Path, before: Path, settings: IndexSettings, tiny_encoder: Encoder, run: Run, tmp_path: Path
) -> None:
    old = check(before, tiny_encoder)
    write_lessons(sample, source, TABLES, ROWS)
    whole = Path(shutil.copytree(before, tmp_path / "whole"))
    work = run(whole).seconds
    expected = index([source], whole, settings)
    assert not expected.built
    for number, fraction in enumerate(random.Random(SEED).sample(range(1000), KILLS), start=1):
        end, data = End(0, 0.0), tmp_path / f"data-{number}"
        while not end.signal:  # a run that is done before the moment comes says how long they really take
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(before, data)
            end = run(data, seconds=work * fraction / 1000)
            work = work if end.signal else end.seconds * 0.95
        left = check(data, tiny_encoder)
        sys.stdout.write(f"kill {number} after {end.seconds:.3f} of {work:.3f} s left generation {left}\n")
        assert left in (old, expected.generation)
        again = index([source], data, settings)
        assert check(data, tiny_encoder) == again.generation == expected.generation
        assert (again.records, again.passages) == (expected.records, expected.passages)
        shutil.rmtree(data)


def test_killed_before_every_change_of_the_file_tree(
    sample: Path, source: Path, before: Path, settings: IndexSettings, tiny_encoder: Encoder, run: Run, tmp_path: Path
) -> None:
    old = check(before, tiny_encoder)
    write_lessons(sample, source, tables=1, rows=5)
    new = index([source], Path(shutil.copytree(before, tmp_path / "whole")), settings).generation
    left: list[str] = []
    end = End(9, 0.0)
    while end.signal:
        data = Path(shutil.copytree(before, tmp_path / f"data-{len(left)}"))
        end = run(data, step=len(left) + 1)
        left.append(check(data, tiny_encoder))
        index([source], data, settings)
        assert check(data, tiny_encoder) == new
        assert [path.name for path in (data / "generations").iterdir()] == [new]
    assert left == sorted(left, key=[old, new].index)  # from some step on it is the new one
    assert {old, new} == set(left)
