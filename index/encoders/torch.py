"""Encoding with sentence-transformers itself: for models that have no ONNX graph, and as the measure of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.encoders.base import Vectors
from index.encoders.models import ModelFiles
from index.encoders.tokens import Tokens


class TorchEncoder:
    """Runs a model with sentence-transformers, at fp32 on the CPU."""

    def __init__(self, model: ModelFiles, threads: int) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        self.tokens = Tokens(model.folder, model.window)
        torch.set_num_threads(threads)
        self._model = SentenceTransformer(str(model.folder), device="cpu", local_files_only=True)
        self._model.max_seq_length = model.window
        self.identity = model.identity("fp32", dimensions=self.encode(["probe"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One batch of at least one text → float32, shape (len(texts), dimensions)."""
        self.tokens.batch(texts)  # refuses what would be cut
        # An empty prompt, because the texts come with theirs and a model may name one that it adds unasked.
        vectors = self._model.encode(
            list(texts), prompt="", batch_size=len(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)
