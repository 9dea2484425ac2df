"""A cross-encoder run by sentence-transformers itself: for models without an ONNX graph, and as the measure of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.encoders.models import ModelFiles
from index.errors import EncoderError
from retrieval.rerank.base import Pair, Scores
from retrieval.rerank.cross_encoder import SETTING, one_number
from retrieval.rerank.pair_tokens import PairTokens


class TorchPairs:
    """Runs a cross-encoder with sentence-transformers, at fp32 on the CPU."""

    def __init__(self, model: ModelFiles) -> None:
        import torch
        from sentence_transformers import CrossEncoder

        self._name = model.name
        self._tokens = PairTokens(model.folder, model.window)
        self._as_it_is = torch.nn.Identity()
        try:
            self._model = CrossEncoder(str(model.folder), device="cpu", local_files_only=True, max_length=model.window)
        except Exception as error:  # whatever torch and the model's own code may raise
            raise EncoderError(
                f"The cross-encoder {model.name} cannot be loaded: {error}",
                hint=f"Name another model in {SETTING}, or unset it.",
            ) from error
        self.logits([Pair("probe", "probe")])

    def logits(self, pairs: Sequence[Pair]) -> Scores:
        """One batch of at least one pair → one number a pair."""
        scores = self._model.predict(
            [tuple(self._tokens.cut(pair)) for pair in pairs],
            activation_fn=self._as_it_is,
            batch_size=len(pairs),
            show_progress_bar=False,
        )
        return one_number(np.asarray(scores), len(pairs), self._name)
