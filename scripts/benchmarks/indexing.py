"""A whole indexing run, from the start of the command to its exit, over the bare encoding of the same texts."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from benchmarks.figures import Figure, Report, Target
from benchmarks.material import SAMPLE, encoded_texts, load
from benchmarks.timing import seconds
from index.encoders.base import Encoder
from index.encoders.batches import BATCH
from index.opened import open_generation
from index.settings import IndexSettings

HELP = "a whole indexing run over bare encoding; an unchanged second run"
JUDGED_FROM = 5_000  # passages; with fewer, starting the command is most of the time
_COMMAND = [sys.executable, "-c", "from service.cli import main; main()"]


def options(parser: ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--source", type=Path, default=SAMPLE, help="what to index (default: the sample)")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions")


def measure(chosen: Namespace) -> Report:
    """Index into a fresh folder, index again, encode the same texts; so often as asked for."""
    settings = IndexSettings()
    encoder = load(settings, settings.threads or os.cpu_count() or 1)
    first, second, bare = [], [], []
    passages = 0
    for _ in range(chosen.repeat):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            first.append(seconds(_index, chosen.source, data))
            second.append(seconds(_index, chosen.source, data))
            opened = open_generation(data)
            passages = opened.manifest.passages
            texts = encoded_texts(data, opened, encoder)
            opened.store.close()
            bare.append(seconds(_encode, encoder, texts))
    judged = passages >= JUDGED_FROM
    return Report(
        "indexing",
        {"source": chosen.source.resolve().name, "passages": passages, "texts encoded": len(texts)},
        [
            Figure(
                "whole run / bare encoding",
                tuple(f / b for f, b in zip(first, bare, strict=True)),
                target=Target("≤", 1.25) if judged else None,
            ),
            Figure(
                "unchanged second run / first",
                tuple(s / f for s, f in zip(second, first, strict=True)),
                target=Target("≤", 0.05) if judged else None,
            ),
            Figure("whole run", tuple(first), "s"),
            Figure("unchanged second run", tuple(second), "s"),
            Figure("bare encoding", tuple(bare), "s"),
        ],
    )


def _index(source: Path, data: Path) -> None:
    command = [*_COMMAND, "index", str(source), "--data", str(data), "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _encode(encoder: Encoder, texts: list[str]) -> None:
    ordered = sorted(texts, key=len, reverse=True)
    for at in range(0, len(ordered), BATCH):
        encoder.encode(ordered[at : at + BATCH])
