"""A model → one ONNX graph, made once and kept in the user's cache.

An encoder's graph holds everything from token ids to the finished vector: transformer, pooling, normalisation. The
TorchScript exporter is used although torch calls it old: its graph runs 10 to 20 % faster than the dynamo
exporter's (`scripts/bench encoder`).
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from index.encoders.base import Precision
from index.encoders.models import ModelFiles
from index.encoders.onnx_blocks import write_blocks
from index.errors import EncoderError

if TYPE_CHECKING:
    import torch

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "sentence_embedding"
EAGER = {"attn_implementation": "eager"}  # exports to plain matrix products; the fused kinds do not trace

Write = Callable[[Path, Path], None]


def exported(model: ModelFiles, precision: Precision, cache: Path, write: Write | None = None) -> Path:
    """The model's graph, from the cache or made now. Two processes that need it at once make it once.

    `write` makes the graph of a model folder in a file; left out, an encoder's. Raises EncoderError for a model that
    cannot be written as a graph.
    """
    make = write or _write_encoder
    stem = f"{model.weights_sha256[:16]}-{model.configuration_sha256[:16]}"
    wanted = cache / f"{stem}-{precision}.onnx"
    if wanted.is_file():
        return wanted
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"{stem}.lock"):
        full = cache / f"{stem}-fp32.onnx"
        if not full.is_file():
            try:
                _publish(full, lambda file: make(model.folder, file))
            except Exception as error:  # whatever torch and the model's own code may raise
                raise EncoderError(
                    f"The model {model.name} cannot be exported to ONNX: {error}",
                    hint="Set AFTERWISE_BACKEND=torch to run it with sentence-transformers.",
                ) from error
        if not wanted.is_file():
            shorten = write_blocks if precision == "int8-blocks" else _quantise
            _publish(wanted, lambda file: shorten(full, file))
    return wanted


def _publish(target: Path, make: Callable[[Path], None]) -> None:
    """Make a file under another name and move it into place: a half-written graph is never found."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
        file = Path(folder) / "model.onnx"
        make(file)
        file.replace(target)


def _write_encoder(folder: Path, file: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    class Whole(torch.nn.Module):
        def __init__(self, model: SentenceTransformer) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            vector: torch.Tensor = self.model(dict(zip(INPUTS, inputs, strict=True)))[OUTPUT]
            return torch.nn.functional.normalize(vector, p=2, dim=1)

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=EAGER)
    write_graph(Whole(model.eval()), INPUTS, OUTPUT, file)


def write_graph(model: torch.nn.Module, inputs: Sequence[str], output: str, file: Path) -> None:
    """Trace a module that takes some of `INPUTS`, each of shape (texts, length), and gives one row a text."""
    import torch

    sample = {name: torch.full((2, 8), int(name != "token_type_ids")) for name in inputs}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the exporter's own deprecation and tracing notes
        torch.onnx.export(
            model,
            tuple(sample.values()),
            str(file),
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in inputs} | {output: {0: "batch"}},
            opset_version=18,
            dynamo=False,
        )


def _quantise(full: Path, file: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(full, file, weight_type=QuantType.QInt8, per_channel=True)
