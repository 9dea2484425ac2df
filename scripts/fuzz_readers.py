"""Damage documents at random and read them: every one must give a document or a clear error, soon and in little memory.

    python scripts/fuzz_readers.py FOLDER [--mutations 2000] [--seed 0] [--json]

FOLDER holds good PDF, DOCX, HTML and text files; the smallest of each format are damaged in turn. Each damaged file
goes the way of every document, through the registry of formats and the worker process. Exit status 1 when a reader
raised anything but SourceError, took longer than 10 s or more than 1 GiB.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from index.errors import SourceError
from index.readers import sandbox
from index.readers.formats import format_of

SUFFIXES = (".pdf", ".docx", ".html", ".txt")
SEEDS = 3  # files of each format
LONGEST_SECONDS = 10.0
MOST_MEMORY = 1024 * 1024 * 1024
_REFUSALS = {
    "stopped: time": re.compile("takes longer than"),
    "stopped: memory": re.compile("GB of memory"),
    "broke down": re.compile("broke down"),
    "failed": re.compile(r"failed over it \((\w+)\)"),
}


def flip(data: bytes, dice: random.Random) -> bytes:
    """Some bytes changed."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 4, 20, 200))):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def cut(data: bytes, dice: random.Random) -> bytes:
    """The end missing."""
    return data[: dice.randrange(1, len(data))]


def drop(data: bytes, dice: random.Random) -> bytes:
    """A piece missing."""
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, 5000) :] or b"x"


def repeat(data: bytes, dice: random.Random) -> bytes:
    """A piece repeated, perhaps many times."""
    start = dice.randrange(len(data))
    piece = data[start : start + dice.randrange(1, 2000)]
    return data[:start] + piece * dice.choice((2, 10, 500)) + data[start:]


def swap(data: bytes, dice: random.Random) -> bytes:
    """Two pieces that changed places."""
    a, b, c = sorted(dice.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def renumber(data: bytes, dice: random.Random) -> bytes:
    """Numbers that are far too large, negative or nothing."""
    numbers = [match.span() for match in re.finditer(rb"\d+", data)]
    for start, end in sorted(dice.sample(numbers, min(len(numbers), dice.choice((1, 5, 50)))), reverse=True):
        data = data[:start] + dice.choice((b"0", b"-1", b"99999999999", b"1e308", b"")) + data[end:]
    return data


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (flip, cut, drop, repeat, swap, renumber)


def mutated(data: bytes, dice: random.Random) -> bytes:
    """`data` damaged; in a ZIP archive, half of the time inside one of its parts, behind the checksums."""
    mutate = dice.choice(MUTATIONS)
    if not data.startswith(b"PK") or dice.random() < 0.5:
        return mutate(data, dice)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        parts = [name for name in source.namelist() if name.endswith((".xml", ".rels"))]
        chosen = dice.choice([*parts, *(["word/document.xml"] * len(parts))])
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, mutate(part, dice) if name == chosen and part else part)
    return out.getvalue()


def outcome(path: Path) -> str:
    """What reading the file came to. Anything but SourceError is a fault of the reader."""
    try:
        format_of(path).read(path)
    except SourceError as error:
        found = ((kind, pattern.search(error.message)) for kind, pattern in _REFUSALS.items())
        kind, match = next(((kind, match) for kind, match in found if match), ("refused", None))
        return f"{kind}: {match.group(1)}" if match and match.groups() else kind
    except Exception as error:  # noqa: BLE001 - counting them is the point
        return f"FAULT {type(error).__name__}: {error}"
    return "read"


def seeds_of(folder: Path) -> dict[str, list[bytes]]:
    """The smallest files of each format below `folder`."""
    out = {}
    for suffix in SUFFIXES:
        files = sorted(folder.rglob(f"*{suffix}"), key=lambda path: path.stat().st_size)[:SEEDS]
        if files:
            out[suffix] = [path.read_bytes() for path in files]
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mutations", type=int, default=2000, help="of all formats together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    seeds, dice = seeds_of(arguments.folder), random.Random(arguments.seed)
    outcomes: dict[str, Counter[str]] = {suffix: Counter() for suffix in seeds}
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for n in range(arguments.mutations):
            suffix = list(seeds)[n % len(seeds)]
            path = Path(folder) / f"mutation-{n}{suffix}"
            path.write_bytes(mutated(dice.choice(seeds[suffix]), dice))
            start = time.perf_counter()
            outcomes[suffix][outcome(path)] += 1
            longest = max(longest, time.perf_counter() - start)
            path.unlink()
    sandbox.close_workers()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    faults = sum(count for counter in outcomes.values() for kind, count in counter.items() if kind.startswith("FAULT"))
    result = {
        "mutations": arguments.mutations,
        "outcomes": {suffix: dict(counter.most_common()) for suffix, counter in outcomes.items()},
        "faults": faults,
        "longest_seconds": round(longest, 2),
        "peak_memory_mb": round(memory / 1e6, 1),
    }
    print(json.dumps(result, indent=2) if arguments.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 0 if not faults and longest <= LONGEST_SECONDS and memory <= MOST_MEMORY else 1


if __name__ == "__main__":
    sys.exit(main())
