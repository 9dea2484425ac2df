"""A sentence-transformers model → one ONNX graph, made once and kept in the user's cache.

The graph holds everything from token ids to the finished vector: transformer, pooling, normalisation. The
TorchScript exporter is used although torch calls it old: its graph runs 10 to 20 % faster than the dynamo
exporter's (`scripts/bench encoder`).
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from index.encoders.base import Precision
from index.encoders.models import ModelFiles
from index.errors import EncoderError

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "sentence_embedding"


def exported(model: ModelFiles, precision: Precision, cache: Path) -> Path:
    """The model's graph, from the cache or made now. Two processes that need it at once make it once.

    Raises EncoderError for a model that cannot be written as a graph.
    """
    stem = f"{model.weights_sha256[:16]}-{model.configuration_sha256[:16]}"
    wanted = cache / f"{stem}-{precision}.onnx"
    if wanted.is_file():
        return wanted
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"{stem}.lock"):
        full = cache / f"{stem}-fp32.onnx"
        if not full.is_file():
            try:
                _publish(full, lambda file: _export(model.folder, file))
            except Exception as error:  # whatever torch and the model's own code may raise
                raise EncoderError(
                    f"The model {model.name} cannot be exported to ONNX: {error}",
                    hint="Set AFTERWISE_BACKEND=torch to run it with sentence-transformers.",
                ) from error
        if precision == "int8" and not wanted.is_file():
            _publish(wanted, lambda file: _quantise(full, file))
    return wanted


def _publish(target: Path, make: Callable[[Path], None]) -> None:
    """Make a file under another name and move it into place: a half-written graph is never found."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
        file = Path(folder) / "model.onnx"
        make(file)
        file.replace(target)


def _export(folder: Path, file: Path) -> None:
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

    # Eager attention exports to plain matrix products; the fused kinds do not trace.
    model = SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, model_kwargs={"attn_implementation": "eager"}
    ).eval()
    sample = torch.ones(2, 8, dtype=torch.long)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the exporter's own deprecation and tracing notes
        torch.onnx.export(
            Whole(model),
            (sample, sample.clone(), torch.zeros_like(sample)),
            str(file),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in INPUTS} | {OUTPUT: {0: "batch"}},
            opset_version=18,
            dynamo=False,
        )


def _quantise(full: Path, file: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(full, file, weight_type=QuantType.QInt8, per_channel=True)
