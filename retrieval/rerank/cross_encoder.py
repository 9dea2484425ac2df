"""A cross-encoder: query and passage go through one model together, which scores how well the one answers the other.

Nogueira & Cho 2019, "Passage Re-ranking with BERT". It reads what no vector can hold, and costs a run of the model for
every pair, so it only sees the head of the order.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from index.encoders.base import Backend
from index.encoders.files import digest, from_hub, window
from index.encoders.models import ModelFiles
from index.errors import EncoderError
from retrieval.rerank.base import Pair, Scores

SETTING = "AFTERWISE_RERANK_MODEL"
BATCH = 4  # pairs between two looks at the clock


class PairModel(Protocol):
    """What runs a cross-encoder."""

    def logits(self, pairs: Sequence[Pair]) -> Scores:
        """One batch of at least one pair → one number a pair, before any activation."""


class CrossEncoder:
    """Scores pairs in small batches, those of about one length together, and stops when time is up."""

    def __init__(self, name: str, model: PairModel) -> None:
        self.name = name
        self._model = model

    def score(self, pairs: Sequence[Pair], deadline: float) -> Scores:
        """One score a pair, shape (n,): the model's logit. Raises TimeoutError."""
        scores = np.empty(len(pairs), dtype=np.float64)
        by_length = sorted(range(len(pairs)), key=lambda at: len(pairs[at].passage))
        for begin in range(0, len(pairs), BATCH):
            if time.monotonic() >= deadline:
                raise TimeoutError
            some = by_length[begin : begin + BATCH]
            scores[some] = self._model.logits([pairs[at] for at in some])
        return scores


def load_cross_encoder(model: str, backend: Backend, cache: Path, threads: int) -> CrossEncoder:
    """Load a CrossEncoder by name or path. Raises EncoderError that names the setting."""
    files = locate_cross_encoder(model)
    if backend == "onnx":
        from retrieval.rerank.cross_onnx import OnnxPairs

        return CrossEncoder(files.name, OnnxPairs(files, cache, threads))
    from retrieval.rerank.cross_torch import TorchPairs

    return CrossEncoder(files.name, TorchPairs(files))


def locate_cross_encoder(model: str) -> ModelFiles:
    """Find a cross-encoder in a folder that `CrossEncoder.save` wrote, or on the model hub. Raises EncoderError."""
    folder = Path(model).expanduser()
    name = folder.name if folder.is_dir() else model
    if not folder.is_dir():
        folder = from_hub(model, "cross-encoder", f"Set {SETTING} to a folder with a saved CrossEncoder, or unset it.")
    weights = sorted(folder.glob("*.safetensors"))
    if not weights or not (folder / "config.json").is_file():
        raise EncoderError(
            f"{folder} is not a cross-encoder: it lacks config.json or *.safetensors.",
            hint=f"Point {SETTING} at a folder written by sentence-transformers' CrossEncoder.save().",
        )
    try:
        reads = window(folder)
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"The configuration of the cross-encoder in {folder} cannot be read: {error}",
            hint=f"Save the model again with CrossEncoder.save(), or name another one in {SETTING}.",
        ) from error
    return ModelFiles(
        name=name,
        folder=folder,
        weights_sha256=digest(weights),
        window=reads,
        configuration_sha256=digest(sorted(folder.glob("**/*.json"))),
    )


def one_number(scores: Scores, pairs: int, model: str) -> Scores:
    """Scores of shape (pairs,). Raises EncoderError for a model that gives several numbers a pair: a classifier."""
    if scores.size != pairs:
        raise EncoderError(
            f"The cross-encoder {model} gives {scores.size // pairs} numbers a pair, not one score.",
            hint=f"Name a model that was trained to rank in {SETTING}: one with a single label.",
        )
    return scores.reshape(pairs).astype(np.float64)
