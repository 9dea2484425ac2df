"""Encoding on ONNX Runtime: no torch is imported, so a search starts in a second."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort

from index.encoders.base import Precision, Vectors
from index.encoders.models import ModelFiles
from index.encoders.onnx_export import INPUTS, exported
from index.encoders.tokens import Tokens
from index.errors import EncoderError


class OnnxEncoder:
    """Runs a model's exported graph. Safe to share between threads: ONNX Runtime sessions are."""

    def __init__(self, model: ModelFiles, precision: Precision, cache: Path, threads: int) -> None:
        self.tokens = Tokens(model.folder, model.window)
        self._session = open_graph(exported(model, precision, cache), threads)
        self._inputs = {one.name for one in self._session.get_inputs()}
        self.identity = model.identity(precision, dimensions=self.encode(["probe"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One batch of at least one text → float32, shape (len(texts), dimensions)."""
        ids = self.tokens.batch(texts)
        shape = (len(ids), max(map(len, ids), default=0))
        inputs = {name: np.zeros(shape, dtype=np.int64) for name in INPUTS}
        for row, one in enumerate(ids):
            inputs["input_ids"][row, : len(one)] = one
            inputs["attention_mask"][row, : len(one)] = 1
        feed = {name: value for name, value in inputs.items() if name in self._inputs}
        (vectors,) = self._session.run(None, feed)
        return np.asarray(vectors, dtype=np.float32)


def open_graph(graph: Path, threads: int) -> ort.InferenceSession:
    """An exported graph, ready to run. Raises EncoderError for a file that is damaged."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        return ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors have no base of their own
        raise EncoderError(
            f"The exported model {graph} cannot be used: {error}", hint=f"Delete {graph}; it is made again."
        ) from error
